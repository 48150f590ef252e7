"""Tests of which columns of a design are aliased."""

import numpy as np
import pytest

from core.stats.regression.rank import aliased_columns


def test_the_columns_a_filter_made_constant_are_dropped_as_in_r(case):
    subgroup = case("logit_subgroup_aliased")
    rank = aliased_columns(subgroup.x)
    assert [subgroup.names[j] for j in rank.kept] == list(subgroup.expected["coef"])
    assert {subgroup.names[alias.column] for alias in rank.dropped} == {*subgroup.expected["aliased"], "raceblack"}
    assert {alias.kind for alias in rank.dropped} == {"constant"}


def test_earlier_columns_win_and_each_dropped_one_is_told_by_its_parts():
    rng = np.random.default_rng(1)
    one, a, b = np.ones(30), rng.normal(size=30), rng.normal(2000, 3, 30)
    rank = aliased_columns(np.column_stack([one, a, 5 * one, 1 - a, b, a + 2 * b - 3]))
    assert rank.kept == (0, 1, 4)
    assert [(alias.column, alias.kind) for alias in rank.dropped] == [(2, "constant"), (3, "same as"), (5, "combination of")]
    for alias, parts in zip(rank.dropped, [{0: 5}, {0: 1, 1: -1}, {0: -3, 1: 1, 4: 2}], strict=True):
        assert dict(alias.parts) == pytest.approx(parts, rel=1e-6)


def test_rows_without_patients_do_not_count():
    x = np.array([[1, 0.0], [1, 0], [1, 1]])
    assert aliased_columns(x).kept == (0, 1)
    assert aliased_columns(x, [3, 1, 0]).kept == (0,)
    assert aliased_columns(x, [0, 0, 0]).kept == ()


def test_a_scale_or_an_offset_of_a_column_does_not_make_it_aliased():
    rng = np.random.default_rng(2)
    x = np.column_stack([np.ones(40), 1e9 * rng.normal(size=40), 1e-9 * rng.normal(size=40), 2020 + rng.integers(0, 3, 40)])
    assert aliased_columns(x).kept == (0, 1, 2, 3)


def test_a_design_that_cannot_be_is_refused():
    for wrong in ([[1, np.nan]], [[0, 1]], [1, 2], np.empty((3, 0))):
        with pytest.raises(ValueError):
            aliased_columns(wrong)
