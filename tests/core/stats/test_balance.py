"""Standardised differences between two groups at baseline."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stats.balance import (
    standardised_difference_categories,
    standardised_difference_means,
)

COUNTS = st.integers(2, 6).flatmap(
    lambda k: st.tuples(*(st.lists(st.integers(0, 60), min_size=k, max_size=k) for _ in range(2)))
)


def dropping(counts1, counts0, category):
    """Give the distance as Yang & Dalton print it: one category dropped and the matrix inverted."""
    p1, p0 = (np.delete(np.array(c) / sum(c), category) for c in (counts1, counts0))
    covariance = (np.diag(p1 + p0) - np.outer(p1, p1) - np.outer(p0, p0)) / 2
    return float(np.sqrt((p1 - p0) @ np.linalg.solve(covariance, p1 - p0)))


def test_means_differ_in_units_of_the_pooled_sd():
    assert standardised_difference_means(40, 12, 37, 9) == pytest.approx(3 / ((144 + 81) / 2) ** 0.5)
    assert standardised_difference_means(37, 9, 40, 12) == -standardised_difference_means(40, 12, 37, 9)


def test_an_undefined_difference_is_none():
    assert standardised_difference_means(1, 0, 2, 0) is None
    assert standardised_difference_means(1, None, 2, 3) is None
    assert standardised_difference_categories([0, 0], [3, 4]) is None


def test_two_categories_give_the_size_of_the_difference_in_proportions():
    expected = (0.6 - 0.3) / ((0.3 * 0.7 + 0.6 * 0.4) / 2) ** 0.5
    assert standardised_difference_categories([3, 7], [12, 8]) == pytest.approx(expected, rel=1e-12)


def test_no_category_is_singled_out():
    counts = [12, 30, 28], [20, 35, 11]
    for category in range(3):
        assert standardised_difference_categories(*counts) == pytest.approx(dropping(*counts, category), rel=1e-12)


def test_a_category_nobody_has_changes_nothing():
    with_empty = standardised_difference_categories([12, 0, 30, 28], [20, 0, 35, 11])
    assert with_empty == pytest.approx(standardised_difference_categories([12, 30, 28], [20, 35, 11]), rel=1e-12)


def test_groups_without_a_category_in_common_are_infinitely_apart_and_give_none():
    assert standardised_difference_categories([5, 0, 0], [0, 6, 0]) is None


def test_groups_alike_do_not_differ():
    assert standardised_difference_categories([5, 10], [1, 2]) == pytest.approx(0, abs=1e-8)
    assert standardised_difference_categories([5, 0], [2, 0]) == 0


@given(COUNTS)
def test_the_distance_is_finite_or_none_and_the_same_both_ways(counts):
    found, back = (standardised_difference_categories(*pair) for pair in (counts, counts[::-1]))
    assert found is None or 0 <= found < float("inf")
    assert back is None if found is None else back == pytest.approx(found, rel=1e-6, abs=1e-7)


def test_what_cannot_be_is_refused_by_value():
    with pytest.raises(ValueError, match="-1"):
        standardised_difference_means(1, -1, 2, 3)
    with pytest.raises(ValueError, match="2 and 3"):
        standardised_difference_categories([1, 2], [1, 2, 3])
