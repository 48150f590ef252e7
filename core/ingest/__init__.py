"""Files into published versions."""
