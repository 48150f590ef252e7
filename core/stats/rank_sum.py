"""The Wilcoxon rank-sum test of values that arrive counted: exact where few, ties and all, else by its normal limit."""

from collections.abc import Sequence
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from core.domain.estimates import Test
from core.stats.counts import whole_number
from core.stats.summaries import Counted

EXACT = "Exact Wilcoxon rank-sum test"
APPROXIMATE = "Wilcoxon rank-sum test"
MAX_WORK = 100_000_000
"""Most sums the exact distribution is added up from; past it the normal limit is taken."""

Place = tuple[int, int, int]  # twice the midrank of a value, how many of group 1 have it, how many of group 0


def rank_sum(values1: Counted, values0: Counted) -> Test:
    """Give the two-sided test that both groups are drawn from one distribution, on the sum W of the ranks of group 1.

    `values1` and `values0` hold (value, count) in any order; tied values share their midrank. Exact: the share of all ways to
    draw group 1 from the pooled values whose W lies at least as far from its expectation n1 (N + 1) / 2, given the ties
    (Lehmann 1975, Nonparametrics). Beyond MAX_WORK, z = (|W - expectation| - 1/2) / sd with the variance corrected for ties, as
    in R's wilcox.test. `statistic` is the Mann-Whitney U of group 1, W - n1 (n1 + 1) / 2. p is None, with a note, where a group
    is empty or all values are alike (Wilcoxon 1945, doi 10.2307/3001968; Mann & Whitney 1947, doi 10.1214/aoms/1177730491).
    """
    places = _places(values1, values0)
    n1, n0 = sum(one for _, one, _ in places), sum(other for _, _, other in places)
    if not n1 or not n0:
        return Test(method=APPROXIMATE, p=None, note="fewer than two groups have patients")
    if len(places) == 1:
        return Test(method=APPROXIMATE, p=None, note="all values are alike")
    doubled = sum(rank * one for rank, one, _ in places)
    statistic = (doubled - n1 * (n1 + 1)) / 2
    if _work(places, min(n1, n0)) <= MAX_WORK:
        return Test(method=EXACT, p=_exact(places, n1, n0), statistic=statistic)
    return Test(method=APPROXIMATE, p=_approximate(places, n1, n0), statistic=statistic)


def _places(values1: Counted, values0: Counted) -> list[Place]:
    """Give the distinct values in order, by rank."""
    counts: dict[float, list[int]] = {}
    for group, values in enumerate((values1, values0)):
        for value, count in values:
            counts.setdefault(float(value), [0, 0])[group] += whole_number(count, "a count")
    places, below = [], 0
    for _, (one, other) in sorted(counts.items()):
        if one + other:
            places.append((2 * below + one + other + 1, one, other))
            below += one + other
    return places


def _drawn(places: Sequence[Place]) -> list[int]:
    """Give twice the midrank of every patient."""
    return [rank for rank, one, other in places for _ in range(one + other)]


def _work(places: Sequence[Place], fewer: int) -> int:
    """Give how many sums the exact distribution takes, without listing the patients."""
    n = sum(one + other for _, one, other in places)
    return n * (fewer + 1) * (2 * n * fewer + 1)


def _exact(places: Sequence[Place], n1: int, n0: int) -> float:
    """Give the share of draws at least as extreme, from the distribution of the smaller group's doubled rank sum."""
    n, fewer = n1 + n0, min(n1, n0)
    observed = sum(rank * (one if n1 <= n0 else other) for rank, one, other in places)
    ranks = _drawn(places)
    ways: NDArray[np.float64] = np.zeros((fewer + 1, sum(sorted(ranks)[-fewer:]) + 1))
    ways[0, 0] = 1.0
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    sums = np.arange(ways.shape[1])
    expected = fewer * (n + 1)
    extreme = np.abs(sums - expected) >= abs(observed - expected)
    return min(1.0, float(ways[fewer, extreme].sum() / ways[fewer].sum()))


def _approximate(places: Sequence[Place], n1: int, n0: int) -> float:
    """Give the two-sided tail of the normal limit, with correction for ties and for continuity."""
    n = n1 + n0
    doubled = sum(rank * one for rank, one, _ in places)
    apart = abs(doubled - n1 * (n + 1)) / 2
    ties = sum((one + other) ** 3 - (one + other) for _, one, other in places)
    variance = n1 * n0 / 12 * (n + 1 - ties / (n * (n - 1)))
    return erfc(max(apart - 0.5, 0.0) / sqrt(2 * variance))
