"""A filter and a specification in, one frozen result out; joins store, catalogue and statistics."""
