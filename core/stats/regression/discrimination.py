"""How well scores tell responders from the others: the area under the ROC curve."""

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Estimate, Test
from core.stats.counts import normal_quantile
from core.stats.regression.patterns import Array, counts
from core.stats.regression.tails import two_sided_normal

DELONG = "DeLong"


def auc(scores: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike, level: float = 0.95) -> Estimate:
    """Give the area under the ROC curve of scores (k,) with its DeLong interval, for patients n and events (k,).

    The share of (responder, other) pairs in which the responder scores higher, ties counted half; variance from the
    placement of each patient among those of the other outcome (DeLong, DeLong & Clarke-Pearson 1988, doi 10.2307/2531595;
    by ranks, Sun & Xu 2014, doi 10.1109/LSP.2014.2337313). None, with a note, without both outcomes; no interval with one
    patient of an outcome. Limits are kept within 0..1.
    """
    z = normal_quantile(level)
    score, positive, negative = outcomes(scores, n, events)
    m, others = float(positive.sum()), float(negative.sum())
    if not m or not others:
        note = "no patients" if not m + others else "nobody responded" if not m else "everyone responded"
        return _area(None, None, level, note)
    above, below = placements(score, positive, negative)
    value = float(positive @ above / m)
    if min(m, others) <= 1:
        return _area(value, None, level, "one patient of an outcome: no interval")
    variance = _variance(above, below, positive, negative)
    note = "" if variance else "outcomes do not overlap: the interval has no width"
    return _area(value, z * variance**0.5, level, note)


def _area(value: float | None, width: float | None, level: float, note: str) -> Estimate:
    """Give the estimate with limits `width` to either side."""
    low = None if value is None or width is None else max(0.0, value - width)
    high = None if value is None or width is None else min(1.0, value + width)
    scale = "area under the ROC curve"
    return Estimate(scale=scale, value=value, low=low, high=high, level=level, method=DELONG, note=note)


def auc_difference(first: npt.ArrayLike, second: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> Test:
    """Give DeLong's test that two scores (k,) of the same patients have the same area; statistic is z, first - second.

    p is None, with a note, with fewer than two patients of an outcome or scores that place everybody alike.
    """
    a, positive, negative = outcomes(first, n, events)
    b = outcomes(second, n, events)[0]
    m, others = float(positive.sum()), float(negative.sum())
    if min(m, others) < 2:
        return Test(method=DELONG, p=None, note="fewer than two patients of an outcome")
    (above_a, below_a), (above_b, below_b) = (placements(score, positive, negative) for score in (a, b))
    variance = _variance(above_a - above_b, below_a - below_b, positive, negative)
    if variance <= 0:
        return Test(method=DELONG, p=None, note="the scores place everybody alike")
    z = float(positive @ (above_a - above_b) / m) / variance**0.5
    return Test(method=DELONG, p=float(two_sided_normal(z)), statistic=z)


def outcomes(scores: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> tuple[Array, Array, Array]:
    """Give scores, responders and others (k,); ValueError for arrays that do not go together."""
    score = np.asarray(scores, dtype=np.float64)
    if score.ndim != 1 or not np.isfinite(score).all():
        raise ValueError(f"scores must be one finite number a pattern; got shape {score.shape}")
    size, responders = counts(n, "n", score.shape), counts(events, "events", score.shape)
    if (responders > size).any():
        raise ValueError("events cannot exceed n")
    return score, responders, size - responders


def placements(score: Array, positive: Array, negative: Array) -> tuple[Array, Array]:
    """Give for each score (k,) the share of others below it, and the share of responders above it, ties half."""
    _, place = np.unique(score, return_inverse=True)
    shares = []
    for weights in (negative, positive):
        at = np.bincount(place, weights)
        shares.append((np.cumsum(at) - at / 2)[place] / weights.sum())
    return shares[0], 1 - shares[1]


def _variance(above: Array, below: Array, positive: Array, negative: Array) -> float:
    """Give the variance of the mean placement: the sample variances within each outcome, over their patients."""
    parts = []
    for values, weights in ((above, positive), (below, negative)):
        size = weights.sum()
        parts.append(float(weights @ (values - weights @ values / size) ** 2 / (size * (size - 1))))
    return sum(parts)
