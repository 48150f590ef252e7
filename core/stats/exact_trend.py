"""The exact trend test: the Cochran-Armitage statistic against its permutation distribution."""

from collections.abc import Sequence
from math import comb, fsum

from core.domain.estimates import Test
from core.stats.counts import Group, checked_groups

EXACT_TREND = "exact Cochran-Armitage trend test"
MAX_STEPS = 100_000  # for one group
MAX_PATIENTS = 2_000  # whole numbers grow with them
SAME = 1e-9  # sums this close come from the same tables


def exact_trend(groups: Sequence[Group], scores: Sequence[float]) -> Test | None:
    """Give the two-sided exact test for a linear trend of the rate over scored groups; None where it is too much work.

    With all margins fixed, the probability of every table whose T = sum(score * responders) lies at least as far from its
    expectation as the one seen (Agresti 2002, Categorical Data Analysis, section 3.5.7; the statistic of Armitage 1955,
    doi 10.2307/3001775).
    """
    groups = checked_groups(groups)
    events, n = sum(x for x, _ in groups), sum(size for _, size in groups)
    weights: dict[tuple[int, float], int] = {(0, 0.0): 1}
    for (_, size), score in zip(groups, scores, strict=True):
        most = min(size, events)
        if len(weights) * (most + 1) > MAX_STEPS or n > MAX_PATIENTS:
            return None
        ways_of = [comb(size, x) for x in range(most + 1)]
        grown: dict[tuple[int, float], int] = {}
        for (used, total), ways in weights.items():
            for x in range(min(most, events - used) + 1):
                key = (used + x, round(total + score * x, 9))
                grown[key] = grown.get(key, 0) + ways * ways_of[x]
        weights = grown
    return Test(method=EXACT_TREND, p=_tail(groups, scores, weights, events, n))


def _tail(
    groups: Sequence[Group], scores: Sequence[float], weights: dict[tuple[int, float], int], events: int, n: int
) -> float:
    expected = events * fsum(size * score for (_, size), score in zip(groups, scores, strict=True)) / n
    seen = abs(fsum(x * score for (x, _), score in zip(groups, scores, strict=True)) - expected)
    far = sum(ways for (used, total), ways in weights.items() if used == events and abs(total - expected) >= seen - SAME)
    return min(far / comb(n, events), 1.0)
