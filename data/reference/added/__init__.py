"""What the source tables lack, simulated patient by patient: each file adds to one of the four tables."""
