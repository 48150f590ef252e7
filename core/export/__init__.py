"""Results and figures as files to take away."""
