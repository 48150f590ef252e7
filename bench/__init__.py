"""Benchmarks of Regrow, run by hand: `python tasks.py bench [name ...]`. Every line is a ratio measured in one run."""
