"""Regression on patterns: logistic and least squares from (design row, patients, events), never from the store."""
