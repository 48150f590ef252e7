"""Pure statistics on counts and arrays; never sees the store."""
