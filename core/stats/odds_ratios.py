"""The odds ratio of two groups: exact and conditional on the margins, or Woolf's where every count is large."""

from math import exp, log, sqrt

import numpy as np

from core.domain.estimates import Estimate
from core.stats.counts import Group, checked_group, empty_group_note, normal_quantile
from core.stats.hypergeometric import Cells, Vector, cells_of, table_log_weights
from core.stats.roots import increasing_root

CONDITIONAL = "conditional maximum likelihood, exact limits"
WOOLF = "sample odds ratio, Woolf logit limits"
EXACT_UP_TO = 1_000
"""Smallest count of the table up to which the exact method is used; it bounds the work for any number of patients."""

Limits = tuple[float | None, float | None, float | None]


def odds_ratio(group: Group, reference: Group, level: float = 0.95) -> Estimate:
    """Give the odds of response in `group` over those in `reference`, with its interval.

    Each group is (responders, patients). Conditional maximum likelihood with exact limits (Fisher, non-central
    hypergeometric); once all four counts exceed `EXACT_UP_TO`, where the two agree to a small part of the interval's
    width, the sample odds ratio with Woolf's limits; `method` says which. A value or limit that is infinite or
    undefined is None and the note says why. ValueError for counts that cannot be or a level outside 0..1.
    """
    group, reference = checked_group(group), checked_group(reference)
    z = normal_quantile(level)
    cells = cells_of(group, reference)
    large = min(cells) > EXACT_UP_TO
    empty = empty_group_note(group, reference)
    found: Limits = (None, None, None)
    if not empty:
        found = woolf(cells, z) if large else conditional(cells, (1 - level) / 2)
    return Estimate(
        scale="odds ratio",
        value=found[0],
        low=found[1],
        high=found[2],
        level=level,
        method=WOOLF if large else CONDITIONAL,
        note=empty or _note(cells),
    )


def woolf(cells: Cells, z: float) -> tuple[float, float, float]:
    """Give ad/bc and exp(log(ad/bc) -+ z sqrt(1/a + 1/b + 1/c + 1/d)); no count may be zero.

    (Woolf 1955, doi 10.1111/j.1469-1809.1955.tb01348.x)
    """
    a, b, c, d = cells
    value = a / b * d / c
    factor = exp(z * sqrt(1 / a + 1 / b + 1 / c + 1 / d))
    return value, value / factor, value * factor


def conditional(cells: Cells, tail: float) -> Limits:
    """Give the conditional maximum likelihood odds ratio and its exact limits, each tail holding `tail`.

    value: the mean of the non-central hypergeometric equals the observed count; low: P(X >= observed) = tail;
    high: P(X <= observed) = tail (Cornfield 1956; R's fisher.test). 0 or None (infinite) where the observed count is
    the least or the most the margins allow; a value of None with limits 0 and None where they allow one table only.
    """
    a, b, c, d = cells
    z = normal_quantile(1 - 2 * tail)
    spread = 1 / sqrt(sum(1 / (count + z**2 + 1) for count in cells))
    shifts, log_weights = table_log_weights(cells, reach=int(40 + (10 + z) * spread))
    start = log((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)))
    half = z * sqrt(sum(1 / (count + 0.5) for count in cells))
    least, most = shifts[0] == 0, shifts[-1] == 0
    low = 0.0 if least else exp(_tail_root(shifts, log_weights, start - half, tail))
    high = None if most else exp(-_tail_root(-shifts[::-1], log_weights[::-1], -start - half, tail))
    if least or most:
        return (None if most else 0.0), low, high
    return exp(_mean_root(shifts, log_weights, start)), low, high


def _mean_root(shifts: Vector, log_weights: Vector, start: float) -> float:
    """Give the log odds ratio at which the mean shift is zero."""

    def mean(t: float) -> tuple[float, float]:
        weights = log_weights + t * shifts
        weights = np.exp(weights - weights.max())
        weights /= weights.sum()
        moment = weights * shifts
        first = float(moment.sum())
        return first, float(moment @ shifts) - first**2

    return increasing_root(mean, start)


def _tail_root(shifts: Vector, log_weights: Vector, start: float, tail: float) -> float:
    """Give the log odds ratio at which a shift of zero or more has probability `tail`.

    On the log scale the tail is concave and its slope is the mean of the tail less the mean of the whole.
    """
    observed = int(-shifts[0])
    goal = log(tail)

    def log_tail(t: float) -> tuple[float, float]:
        weights = log_weights + t * shifts
        weights = np.exp(weights - weights.max())
        moment = weights * shifts
        inside, whole = float(weights[observed:].sum()), float(weights.sum())
        if not inside:
            return -1.0, 0.0
        return log(inside / whole) - goal, float(moment[observed:].sum()) / inside - float(moment.sum()) / whole

    return increasing_root(log_tail, start)


def _note(cells: Cells) -> str:
    """Give the reason the odds ratio or its upper limit is missing, "" where neither is."""
    a, b, c, d = cells
    if not a + c:
        return "nobody in either group had the outcome"
    if not b + d:
        return "everyone in both groups had the outcome"
    if not c:
        return "nobody in the reference group had the outcome"
    return "" if b else "everyone in the group had the outcome"
