"""Standardised differences: how far two groups differ at baseline."""

from collections.abc import Sequence
from math import hypot, sqrt

import numpy as np

from core.stats.counts import whole_number


def standardised_difference_means(
    mean1: float | None, sd1: float | None, mean0: float | None, sd0: float | None
) -> float | None:
    """Give (mean1 - mean0) / sqrt((sd1^2 + sd0^2) / 2), group 1 minus group 0, in standard deviations.

    None where a mean or sd is None or neither group varies. ValueError for a negative sd (Austin 2009,
    doi 10.1002/sim.3697).
    """
    if mean1 is None or mean0 is None or sd1 is None or sd0 is None:
        return None
    if sd1 < 0 or sd0 < 0:
        raise ValueError(f"a standard deviation cannot be negative; got {sd1!r} and {sd0!r}")
    spread = hypot(sd1, sd0) / sqrt(2)
    return (mean1 - mean0) / spread if spread else None


def standardised_difference_categories(counts1: Sequence[int], counts0: Sequence[int]) -> float | None:
    """Give the standardised difference of a variable with several categories, zero or more, in standard deviations.

    Patients per category, in the same order, for group 1 and group 0. sqrt((p1 - p0)' S^- (p1 - p0)), a Mahalanobis
    distance, with S the mean of the two multinomial covariances diag(p) - p p' and S^- its pseudo-inverse, so no
    category is singled out and empty ones do no harm; for two categories the absolute value of
    (p1 - p0) / sqrt((p1 (1 - p1) + p0 (1 - p0)) / 2). None where a group is empty or the distance is infinite (a
    category that is all of one group and none of the other). ValueError for lists of unlike length or counts that cannot be
    (Yang & Dalton 2012, SAS Global Forum, paper 335).
    """
    if len(counts1) != len(counts0):
        raise ValueError(f"both groups need the same categories; got {len(counts1)} and {len(counts0)}")
    group1 = np.array([whole_number(count, "a count") for count in counts1], dtype=np.float64)
    group0 = np.array([whole_number(count, "a count") for count in counts0], dtype=np.float64)
    if not group1.sum() or not group0.sum():
        return None
    p1, p0 = group1 / group1.sum(), group0 / group0.sum()
    gap = p1 - p0
    covariance = (np.diag(p1 + p0) - np.outer(p1, p1) - np.outer(p0, p0)) / 2
    along = np.linalg.pinv(covariance, rcond=1e-12, hermitian=True) @ gap
    if not np.allclose(covariance @ along, gap, rtol=0, atol=1e-9):
        return None
    return sqrt(max(0.0, float(gap @ along)))
