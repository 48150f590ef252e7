"""Tests of whether response goes with group."""

from fractions import Fraction
from itertools import product
from math import comb, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from scipy.stats import fisher_exact as scipy_fisher_exact
from statsmodels.stats.contingency_tables import Table

from core.stats import exact_tables, freeman_halton
from core.stats.association import chi_square, cochran_armitage, independence
from core.stats.exact_tables import fisher_exact

COUNTS = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SMALL = st.integers(1, 7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
TESTS = [fisher_exact, chi_square, cochran_armitage, independence]


def table_of(groups):
    return np.array([[x, n - x] for x, n in groups])


def by_enumeration(groups):
    """Give the exact p in fractions: every table with these margins that is no likelier than the observed one."""
    events = sum(x for x, _ in groups)
    tables = (counts for counts in product(*(range(n + 1) for _, n in groups)) if sum(counts) == events)
    ways = [prod(comb(n, x) for x, (_, n) in zip(counts, groups, strict=True)) for counts in tables]
    observed = prod(comb(n, x) for x, n in groups)
    return float(Fraction(sum(way for way in ways if way <= observed), sum(ways)))


def test_fisher_p_agrees_with_r(r, pairs):
    for group, reference, case in pairs:
        assert fisher_exact([group, reference]).p == pytest.approx(case["fisher_p"], rel=1e-12)
    for case in r["fisher_tables"]["expected"]:
        groups = [(a, a + b) for a, b in case["table"]]
        assert fisher_exact(groups).p == pytest.approx(case["p"], rel=1e-12)


def test_pearson_chi_square_agrees_with_r(r, pairs):
    for group, reference, case in pairs:
        found = chi_square([group, reference]).p
        assert found is None if case["pearson_chi2_p"] is None else found == pytest.approx(case["pearson_chi2_p"])
    case = r["fisher_tables"]["expected"][1]
    found = chi_square([(a, a + b) for a, b in case["table"]])
    assert (found.statistic, found.p) == pytest.approx((case["chi2"], case["chi2_p"]), rel=1e-12)
    assert found.df == 3


def test_fisher_p_of_two_groups_agrees_with_scipy():
    rng = np.random.default_rng(11)
    for most in (8, 60, 3000):
        for _ in range(40):
            groups = [(int(rng.integers(0, n + 1)), int(n)) for n in rng.integers(1, most, 2)]
            expected = scipy_fisher_exact(table_of(groups)).pvalue
            assert fisher_exact(groups).p == pytest.approx(expected, rel=1e-9, abs=1e-290), groups


@settings(max_examples=60, deadline=None)
@given(st.lists(SMALL, min_size=2, max_size=5))
def test_fisher_p_equals_enumeration_of_every_table(groups):
    assert fisher_exact(groups).p == pytest.approx(by_enumeration(groups), rel=1e-11)


def test_fisher_p_of_equal_groups_equals_enumeration():
    groups = [(3, 6), (0, 6), (2, 6), (6, 6), (1, 6)]
    assert fisher_exact(groups).p == pytest.approx(by_enumeration(groups), rel=1e-11)


def test_the_growing_of_tables_agrees_with_the_two_group_sum():
    for groups in ([(7, 40), (30, 90)], [(0, 12), (5, 9)], [(200, 900), (150, 500)]):
        assert freeman_halton.several_groups(groups) == pytest.approx(fisher_exact(groups).p, rel=1e-10)


def test_fisher_p_never_flickers():
    groups = [(3, 7), (1, 9), (8, 15), (29, 39)]
    assert len({fisher_exact(groups).p for _ in range(5)}) == 1


def test_work_too_large_for_the_exact_test_is_declined_in_words():
    many = [(x, 30 + 3 * x) for x in range(3, 15)]
    for groups in (many, [(200_000, 500_000), (200_000, 500_000)]):
        found = fisher_exact(groups)
        assert (found.p, found.note) == (None, "too many patients for the exact test")
    assert exact_tables.MAX_TABLES >= 100_000


def test_a_few_responders_among_millions_are_tested_exactly():
    found = independence([(3, 1_000_000), (0, 3_000_000)])
    assert found.method == "Fisher's exact test"
    assert found.p == pytest.approx(1 / 64, rel=1e-5)


def test_independence_is_exact_where_an_expected_count_is_small_and_chi_square_elsewhere():
    assert independence([(3, 7), (1, 9), (8, 15), (29, 39)]).method == "Fisher-Freeman-Halton exact test"
    assert independence([(3, 4), (1, 4)]).method == "Fisher's exact test"
    assert independence([(30, 60), (20, 50)]).method == "Pearson chi-square test"
    assert independence([(5, 10), (5, 10)]).method == "Pearson chi-square test"


def test_independence_falls_back_on_chi_square_and_warns():
    found = independence([(x, 30 + 3 * x) for x in range(3, 15)] + [(1, 8)])
    assert found.method == "Pearson chi-square test"
    assert "expected counts are below 5" in found.note


def test_chi_square_agrees_with_scipy():
    for groups in ([(30, 60), (20, 50)], [(4, 9), (1, 30), (7, 7)], [(4_000_000, 10**7), (401, 1000)]):
        found, expected = chi_square(groups), chi2_contingency(table_of(groups), correction=False)
        assert (found.statistic, found.p, found.df) == pytest.approx(
            (expected.statistic, expected.pvalue, expected.dof), rel=1e-8
        )
        assert bool(found.note) == bool((expected.expected_freq < 5).any())


def test_trend_agrees_with_the_example_of_r(r):
    for case in r["trend"]["expected"]:
        found = cochran_armitage([tuple(group) for group in case["groups"]], case["scores"])
        assert found.statistic == pytest.approx(case["statistic"], abs=r["trend"]["tol"]["statistic"])
        assert found.p == pytest.approx(case["p"], abs=r["trend"]["tol"]["p"])
        assert found.df == 1


def test_trend_is_the_weighted_regression_that_r_does():
    """R's prop.trend.test takes the regression sum of squares of rate on score, weights n / (p (1 - p))."""
    groups, scores = [(83, 86), (90, 93), (129, 136), (70, 82)], [0, 0, 0, 1]
    x, n = np.array(groups).T
    p = x.sum() / n.sum()
    slope, _ = np.polyfit(scores, x / n, 1, w=np.sqrt(n))
    squares = slope**2 * (n * (scores - np.average(scores, weights=n)) ** 2).sum() / (p * (1 - p))
    assert cochran_armitage(groups, scores).statistic == pytest.approx(squares, rel=1e-10)


def test_trend_on_n_is_the_conditional_trend_of_statsmodels_times_n_over_n_less_one():
    groups, scores = [(3, 14), (20, 33), (9, 11), (40, 52)], [0.0, 1.0, 2.5, 7.0]
    n = sum(size for _, size in groups)
    theirs = Table(table_of(groups)).test_ordinal_association(np.array(scores), np.array([0.0, 1.0]))
    assert cochran_armitage(groups, scores).statistic == pytest.approx(theirs.zscore**2 * n / (n - 1), rel=1e-10)


def test_trend_of_two_groups_is_the_chi_square_test():
    groups = [(30, 60), (20, 50)]
    assert cochran_armitage(groups).p == pytest.approx(chi_square(groups).p, rel=1e-12)


def test_trend_keeps_the_scores_of_the_groups_that_have_patients():
    kept = cochran_armitage([(3, 14), (20, 33), (9, 11)], [0, 2, 3])
    assert cochran_armitage([(3, 14), (0, 0), (20, 33), (9, 11)]) == kept


@given(st.lists(COUNTS, min_size=2, max_size=5), st.floats(-50, 50), st.floats(0.1, 9))
def test_trend_does_not_depend_on_where_scores_start_or_their_unit(groups, start, unit):
    moved = cochran_armitage(groups, [start + unit * place for place in range(len(groups))])
    assert moved.p == pytest.approx(cochran_armitage(groups).p, abs=1e-9)


def test_scores_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="3 groups"):
        cochran_armitage([(1, 2), (1, 3), (1, 4)], [0, 1])
    with pytest.raises(ValueError, match="nan"):
        cochran_armitage([(1, 2), (1, 3)], [0, float("nan")])
    assert cochran_armitage([(1, 2), (1, 3)], [2, 2]).note == "the groups have one score"


@pytest.mark.parametrize("test", TESTS)
def test_fewer_than_two_groups_with_patients_give_no_p_and_say_so(test):
    for groups in ([], [(3, 9)], [(3, 9), (0, 0)]):
        found = test(groups)
        assert (found.p, found.note) == (None, "fewer than two groups have patients")


def test_an_outcome_nobody_or_everybody_had_gives_fisher_p_one_and_no_p_elsewhere():
    nobody, everyone = [(0, 9), (0, 4), (0, 1)], [(9, 9), (4, 4)]
    for groups, note in ((nobody, "nobody had the outcome"), (everyone, "everyone had the outcome")):
        assert (fisher_exact(groups).p, fisher_exact(groups).note) == (1, note)
        assert (independence(groups).p, independence(groups).note) == (None, note)
        assert (chi_square(groups).p, chi_square(groups).note) == (None, note)
        assert (cochran_armitage(groups).p, cochran_armitage(groups).note) == (None, note)


@pytest.mark.parametrize("test", TESTS)
def test_counts_that_cannot_be_are_refused_by_value(test):
    with pytest.raises(ValueError, match="7 of 3"):
        test([(1, 2), (7, 3)])


@settings(max_examples=80, deadline=None)
@given(st.lists(COUNTS, max_size=5), st.sampled_from(TESTS))
def test_every_p_lies_in_zero_to_one_or_is_missing_with_a_reason(groups, test):
    found = test(groups)
    assert found.note if found.p is None else 0 <= found.p <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=4), st.sampled_from(TESTS))
def test_counting_failures_or_reversing_the_groups_changes_no_p(groups, test):
    p = test(groups).p
    for other in (test([(n - x, n) for x, n in groups]).p, test(groups[::-1]).p):
        assert other is None if p is None else other == pytest.approx(p, rel=1e-8, abs=1e-12)
