"""Medians, quartiles, means and spreads of counted values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stats.summaries import mean_sd, median_iqr

PATTERNS = st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(0, 9)), max_size=15)


def listed(patterns):
    return np.repeat([value for value, _ in patterns], [count for _, count in patterns])


@given(PATTERNS)
def test_quartiles_are_numpys_on_the_listed_values(patterns):
    found, values = median_iqr(patterns), listed(patterns)
    assert found.n == len(values)
    if len(values):
        expected = np.quantile(values, [0.25, 0.5, 0.75])
        assert (found.lower, found.median, found.upper) == pytest.approx(tuple(expected), rel=1e-12, abs=1e-9)
        assert values.min() <= found.lower <= found.median <= found.upper <= values.max()


@given(PATTERNS)
def test_mean_and_sd_are_numpys_on_the_listed_values(patterns):
    found, values = mean_sd(patterns), listed(patterns)
    if len(values) > 1:
        assert (found.mean, found.sd) == pytest.approx((values.mean(), values.std(ddof=1)), rel=1e-9, abs=1e-7)


@given(PATTERNS, st.randoms())
def test_the_order_of_patterns_does_not_matter(patterns, random):
    shuffled = list(patterns)
    random.shuffle(shuffled)
    assert median_iqr(shuffled) == median_iqr(patterns)


def test_a_value_may_recur_in_the_patterns():
    assert median_iqr([(2, 1), (1, 1), (2, 2)]) == median_iqr([(1, 1), (2, 3)])


def test_millions_of_patients_cost_two_patterns():
    found = median_iqr([(10, 5_000_000), (20, 5_000_000)])
    assert (found.n, found.lower, found.median, found.upper) == (10_000_000, 10, 15, 20)


def test_one_patient_has_quartiles_and_no_sd():
    assert (median_iqr([(7, 1)]).lower, median_iqr([(7, 1)]).upper) == (7, 7)
    assert (mean_sd([(7, 1)]).mean, mean_sd([(7, 1)]).sd) == (7, None)


def test_nobody_has_no_summary():
    for patterns in ([], [(3, 0)]):
        assert (median_iqr(patterns).n, median_iqr(patterns).median) == (0, None)
        assert (mean_sd(patterns).n, mean_sd(patterns).mean, mean_sd(patterns).sd) == (0, None, None)


def test_a_small_spread_about_a_large_value_keeps_its_digits():
    assert mean_sd([(1e9 + 1, 2), (1e9 + 3, 2)]).sd == pytest.approx((4 / 3) ** 0.5, rel=1e-12)


def test_values_and_counts_that_cannot_be_are_refused():
    for summary in (median_iqr, mean_sd):
        with pytest.raises(ValueError, match="nan"):
            summary([(float("nan"), 1)])
        with pytest.raises(ValueError, match="-2"):
            summary([(1.0, -2)])
