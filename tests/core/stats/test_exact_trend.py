"""The exact trend test against every table with the same margins."""

from itertools import product
from math import comb

import pytest

from core.stats.association import trend
from core.stats.exact_trend import exact_trend

GROUPS = [
    ([(1, 1), (1, 1), (1, 8)], [0.0, 1.0, 2.0]),
    ([(1, 3), (3, 9), (0, 12)], [0.0, 1.0, 2.0]),
    ([(0, 9), (0, 2), (2, 8), (2, 5)], [0.0, 1.0, 2.0, 3.0]),
    ([(3, 6), (5, 9), (1, 6), (0, 4)], [0.0, 1.0, 2.0, 3.0]),
    ([(2, 4), (1, 5), (3, 3)], [0.0, 2.0, 3.5]),
]


def by_enumeration(groups: list[tuple[int, int]], scores: list[float]) -> float:
    """Every table with these margins, one by one."""
    events, n = sum(x for x, _ in groups), sum(size for _, size in groups)
    middle = events * sum(size * s for (_, size), s in zip(groups, scores, strict=True)) / n
    seen = abs(sum(x * s for (x, _), s in zip(groups, scores, strict=True)) - middle)
    total = 0
    for table in product(*(range(size + 1) for _, size in groups)):
        if sum(table) == events and abs(sum(x * s for x, s in zip(table, scores, strict=True)) - middle) >= seen - 1e-9:
            ways = 1
            for x, (_, size) in zip(table, groups, strict=True):
                ways *= comb(size, x)
            total += ways
    return total / comb(n, events)


@pytest.mark.parametrize(("groups", "scores"), GROUPS)
def test_the_exact_trend_test_counts_every_table(groups: list[tuple[int, int]], scores: list[float]) -> None:
    found = exact_trend(groups, scores)
    assert found is not None
    assert found.p == pytest.approx(by_enumeration(groups, scores), abs=1e-12)


def test_a_trend_with_small_expected_counts_is_tested_exactly_and_another_is_not() -> None:
    assert trend(GROUPS[0][0], GROUPS[0][1]).method == "exact Cochran-Armitage trend test"
    assert trend([(20, 40), (25, 40), (30, 40)], [0.0, 1.0, 2.0]).method == "Cochran-Armitage trend test"


def test_where_exact_work_is_too_much_the_note_says_so() -> None:
    found = trend([(1, 3000), (2, 2), (1500, 3000)], [0.0, 1.0, 2.0])
    assert found.method == "Cochran-Armitage trend test"
    assert "expected counts are below 5" in found.note
