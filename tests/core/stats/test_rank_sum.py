"""The rank-sum test against R, and against every way to draw the groups."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from core.stats.rank_sum import APPROXIMATE, EXACT, rank_sum

CASES = json.loads((Path(__file__).parents[2] / "reference" / "rank_sum.json").read_text(encoding="utf-8"))


def counted(values: list[float]) -> list[tuple[float, int]]:
    return list(Counter(values).items())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{len(case['x'])} and {len(case['y'])}")
def test_it_is_that_of_r(case: dict) -> None:
    found = rank_sum(counted(case["x"]), counted(case["y"]))
    assert found.method == (EXACT if case["exact"] else APPROXIMATE)
    assert found.statistic == case["statistic"]
    assert found.p == pytest.approx(case["p"], rel=1e-9)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [([1, 1, 2], [2, 2, 3, 3, 9]), ([0, 0, 0, 5], [0, 0]), ([1, 2, 2, 2, 2, 7], [2, 2, 3]), ([4], [4, 4, 5]), ([1], [2])],
)
def test_with_ties_it_counts_every_draw(ours: list[float], theirs: list[float]) -> None:
    pooled = ours + theirs
    ranks = [sum(other < one for other in pooled) + (sum(other == one for other in pooled) + 1) / 2 for one in pooled]
    expected, observed = len(ours) * (len(pooled) + 1) / 2, sum(ranks[: len(ours)])
    draws = [abs(sum(draw) - expected) >= abs(observed - expected) for draw in combinations(ranks, len(ours))]
    assert rank_sum(counted(ours), counted(theirs)).p == pytest.approx(sum(draws) / len(draws), rel=1e-12)
    assert rank_sum(counted(theirs), counted(ours)).p == pytest.approx(sum(draws) / len(draws), rel=1e-12)


def test_exact_and_limit_agree_where_both_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = [float(at % 17) for at in range(40)], [float(at % 13) + 3 for at in range(44)]
    exact = rank_sum(counted(ours), counted(theirs))
    monkeypatch.setattr("core.stats.rank_sum.MAX_WORK", 0)
    limit = rank_sum(counted(ours), counted(theirs))
    assert (exact.method, limit.method) == (EXACT, APPROXIMATE)
    assert limit.p == pytest.approx(exact.p, rel=0.02)


def test_a_million_patients_cost_what_their_values_cost() -> None:
    found = rank_sum([(1.0, 400_000), (2.0, 100_000)], [(1.0, 401_000), (2.0, 99_000)])
    assert found.method == APPROXIMATE
    assert found.p == pytest.approx(0.0125, rel=0.02)  # that of the 2 x 2 table, chi-square 6.25


def test_what_cannot_be_tested_says_why() -> None:
    assert rank_sum([], [(1.0, 3)]).note == "fewer than two groups have patients"
    assert rank_sum([(2.0, 4)], [(2.0, 3)]).note == "all values are alike"
    assert rank_sum([(2.0, 4)], [(2.0, 3)]).p is None
    with pytest.raises(ValueError, match="a count must be a whole number"):
        rank_sum([(2.0, -4)], [(2.0, 3)])
