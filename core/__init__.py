"""Regrow's core: values, store, statistics, analyses and their words, charts and tables."""
