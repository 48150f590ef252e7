"""Results as display tables; one a file."""
