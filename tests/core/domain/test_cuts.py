"""Groups made by cut points name their bounds, and together leave no value out."""

import pytest

from core.domain.cuts import cut_level, cut_levels
from core.domain.variable import Level, Variable

YEARS = Variable(name="duration_years", label="Duration", kind="number", definition="Time.", unit="years")
SCORE = Variable(name="score", label="Score", kind="number", definition="A score.")


@pytest.mark.parametrize(
    ("chosen", "cuts", "labels"),
    [
        (YEARS, (4.0,), ["≤4 years", ">4 years"]),
        (YEARS, (2.5, 4, 10), ["≤2.5 years", ">2.5 to ≤4 years", ">4 to ≤10 years", ">10 years"]),
        (SCORE, (20.0, 50.0), ["≤20", ">20 to ≤50", ">50"]),
    ],
)
def test_a_group_is_named_by_its_bounds_with_the_unit(chosen: Variable, cuts: tuple[float, ...], labels: list[str]) -> None:
    assert [level.label for level in cut_levels(chosen, cuts)] == labels
    assert [level.value for level in cut_levels(chosen, cuts)] == [str(exceeded) for exceeded in range(len(cuts) + 1)]


def test_a_group_is_known_by_how_many_cut_points_it_exceeds() -> None:
    assert cut_level(YEARS, (4, 10), 1) == Level("1", ">4 to ≤10 years")
