"""Limits of separated fits are those that linear programs prove of each of them."""

import numpy as np

from core.stats.regression.batch import refit
from core.stats.regression.newton import PRECISION
from core.stats.regression.patterns import patterns
from core.stats.regression.resampling import RESAMPLED, resamples
from core.stats.regression.separation import find_separation


def signs(row):
    """Give the columns of a limit that are not finite with their sign, 0 for both."""
    return {int(j): int(np.nan_to_num(np.sign(row[j]))) for j in np.flatnonzero(~np.isfinite(row))}


def test_infinite_coefficients_and_their_signs_are_those_of_find_separation(cohort):
    several = 0
    for seed, precision in ((1, RESAMPLED), (2, RESAMPLED), (3, PRECISION)):
        x, n, events = cohort(seed, k=24, p=5)
        x[:, 1] *= 1000  # as of a column in other units
        drawn = resamples(patterns(x, n, events), 80, seed)
        fits = refit(x, *drawn, None, penalised=False, precision=precision)
        limits = fits.limits(x, *drawn, precision)
        for row, status, size, responders in zip(limits, fits.status, *drawn, strict=True):
            if status == "separated":
                apart = find_separation(x, size, responders)
                assert signs(row) == dict(zip(apart.columns, apart.signs, strict=True))
                several += 1
            else:
                assert np.isfinite(row).all() == (status == "ok")
    assert several > 30


def test_finite_coefficients_are_those_of_the_patterns_that_are_not_separated():
    x = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1]])
    n, events = np.array([[20.0, 5, 10]]), np.array([[8.0, 5, 7]])
    limit = refit(x, n, events, None, penalised=False).limits(x, n, events)[0]
    assert np.allclose(limit[[0, 2]], [np.log(8 / 12), np.log(7 / 3) - np.log(8 / 12)], atol=1e-8)
    assert limit[1] == np.inf


def test_a_ratio_of_two_rates_of_nought_has_no_limit():
    x = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1]])
    n, events = np.array([[9.0, 5, 10]]), np.array([[0.0, 0, 4]])
    limit = refit(x, n, events, None, penalised=False).limits(x, n, events)[0]
    assert limit[0] == -np.inf and np.isnan(limit[1]) and limit[2] == np.inf
