"""The ratio of two response rates and of two odds of response."""

from math import isfinite, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, norm
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from core.stats.odds_ratios import CONDITIONAL, EXACT_UP_TO, WOOLF, odds_ratio, woolf
from core.stats.risk_ratios import RATIO_METHODS, risk_ratio

ANY = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
Z = norm.ppf(0.975)
TABLES = [
    ((36, 40), (16, 80)),
    ((3, 14), (20, 33)),
    ((1, 50), (2, 9)),
    ((29, 30), (2, 9)),
    ((700, 9000), (3, 80)),
    ((5, 6), (6, 7)),
]


def table_of(group, reference):
    return np.array([[x, n - x] for x, n in (group, reference)])


def random_groups(rng, most):
    return [(int(rng.integers(0, n + 1)), int(n)) for n in rng.integers(1, most, 2)]


def check_shape(found):
    """What holds for every ratio: finite or None with a reason, ordered, and around the value."""
    numbers = [x for x in (found.value, found.low, found.high) if x is not None]
    assert all(isfinite(x) and x >= 0 for x in numbers)
    assert bool(found.note) == (len(numbers) < 3)
    in_order = [x for x in (found.low, found.value, found.high) if x is not None]
    assert in_order == sorted(in_order)


@pytest.mark.parametrize(("group", "reference"), TABLES)
def test_koopman_limits_agree_with_statsmodels(group, reference):
    found = risk_ratio(group, reference)
    expected = confint_proportions_2indep(*group, *reference, method="score", compare="ratio", correction=False)
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(("group", "reference"), TABLES)
def test_katz_limits_agree_with_statsmodels(group, reference):
    found = risk_ratio(group, reference, "katz", 0.9)
    expected = Table2x2(table_of(group, reference)).riskratio_confint(alpha=0.1)
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-12)


def test_koopman_limits_have_their_closed_form_when_everyone_responded():
    found = risk_ratio((10, 10), (20, 20))
    assert (found.value, found.low, found.high) == pytest.approx((1, 10 / (10 + Z**2), 1 + Z**2 / 20), rel=1e-12)
    large = risk_ratio((10**7, 10**7), (10**7, 10**7))
    assert (1 - large.low, large.high - 1) == pytest.approx((Z**2 / 1e7, Z**2 / 1e7), rel=1e-5)


def test_a_ratio_over_no_responders_has_no_value_or_upper_limit_and_says_so():
    for ratio in (risk_ratio, odds_ratio):
        found = ratio((5, 56), (0, 29))
        assert (found.value, found.high) == (None, None)
        assert found.low > 0
        assert found.note == "nobody in the reference group had the outcome"
        assert ratio((0, 5), (0, 9)).note == "nobody in either group had the outcome"
        assert ratio((0, 0), (3, 9)).note == "no patients in the group"


def test_no_responders_in_the_group_give_zero_with_an_upper_limit():
    for ratio in (risk_ratio, odds_ratio):
        found = ratio((0, 29), (5, 56))
        assert (found.value, found.low, found.note) == (0, 0, "")
        assert 0 < found.high < 5


def test_katz_says_when_it_has_no_limits():
    assert risk_ratio((0, 5), (3, 9), "katz").note == "this method gives no limits for these counts"
    assert risk_ratio((5, 5), (9, 9), "katz").low is None


@given(ANY, ANY, st.sampled_from(sorted(RATIO_METHODS)))
def test_risk_ratios_are_finite_ordered_and_explained(group, reference, method):
    check_shape(risk_ratio(group, reference, method))


@given(ANY, ANY)
def test_swapping_groups_inverts_the_koopman_limits(group, reference):
    found, swapped = risk_ratio(group, reference), risk_ratio(reference, group)
    if found.low and swapped.high:
        assert found.low * swapped.high == pytest.approx(1, rel=1e-9)


def test_conditional_odds_ratios_agree_with_r(pairs):
    for group, reference, case in pairs:
        found, limits = odds_ratio(group, reference), case["fisher_or_ci"]
        expected = [case["fisher_cond_or"], limits["lo"], limits["hi"]]
        for number, wanted in zip((found.value, found.low, found.high), expected, strict=True):
            assert number is None if wanted in (None, "Inf") else number == pytest.approx(wanted, rel=1e-10)
        assert found.method == CONDITIONAL


def test_the_odds_ratio_of_the_tasting_of_tea_solves_its_quartic(r):
    """Mean 3 of weights 1, 16, 36, 16, 1 on 0..4: y^4 - 36 y^2 - 32 y - 3 = 0. R stops 2e-6 short of the root."""
    case = r["fisher_tables"]["expected"][0]
    (a, b), (c, d) = case["table"]
    found = odds_ratio((a, a + b), (c, c + d)).value
    assert found == pytest.approx(np.roots([1, 0, -36, -32, -3]).real.max(), rel=1e-12)
    assert found == pytest.approx(case["cond_or"], rel=1e-5)


def test_conditional_odds_ratios_agree_with_scipy():
    rng = np.random.default_rng(3)
    for group, reference in [*TABLES, *(random_groups(rng, 90) for _ in range(60))]:
        found = odds_ratio(group, reference, 0.9)
        theirs = scipy_odds_ratio(table_of(group, reference))
        limits = theirs.confidence_interval(0.9)
        for number, wanted in zip((found.value, found.low, found.high), (theirs.statistic, *limits), strict=True):
            assert number is None if not isfinite(wanted) else number == pytest.approx(wanted, rel=1e-8, abs=1e-12)


def test_limits_leave_exactly_half_the_error_in_each_tail_of_the_whole_distribution():
    """The search looks at part of the distribution; the tails here are summed over all of it."""
    rng = np.random.default_rng(5)
    for most in (12, 300, 5000):
        for level in (0.5, 0.95, 0.9999):
            (x1, n1), (x2, n2) = random_groups(rng, most)
            found = odds_ratio((x1, n1), (x2, n2), level)
            k = np.arange(max(0, x1 + x2 - n2), min(n1, x1 + x2) + 1)
            facts = np.concatenate([[0], np.cumsum(np.log(np.arange(1, n1 + n2 + 1)))])
            logs = -facts[k] - facts[n1 - k] - facts[x1 + x2 - k] - facts[n2 - x1 - x2 + k]
            for odds, tail in ((found.low, k >= x1), (found.high, k <= x1)):
                if odds:
                    weights = logs + k * log(odds)
                    weights = np.exp(weights - weights.max())
                    assert weights[tail].sum() / weights.sum() == pytest.approx((1 - level) / 2, rel=1e-9)


@settings(max_examples=60)
@given(ANY, ANY)
def test_odds_ratios_are_finite_ordered_and_explained(group, reference):
    check_shape(odds_ratio(group, reference))


@settings(max_examples=60)
@given(ANY, ANY)
def test_swapping_groups_or_counting_failures_inverts_the_odds_ratio(group, reference):
    found = odds_ratio(group, reference)
    swapped = odds_ratio(reference, group)
    failed = odds_ratio(*[(n - x, n) for x, n in (group, reference)])
    for inverted in (swapped, failed):
        if found.low and inverted.high:
            assert found.low * inverted.high == pytest.approx(1, rel=1e-10)
        if found.value and inverted.value:
            assert found.value * inverted.value == pytest.approx(1, rel=1e-10)


def test_woolf_limits_agree_with_statsmodels_and_are_named():
    group, reference = (4_000_000, 10_000_000), (2_000, 9_000)
    found, table = odds_ratio(group, reference), Table2x2(table_of(group, reference))
    assert found.method == WOOLF
    assert (found.low, found.high) == pytest.approx(table.oddsratio_confint(), rel=1e-12)
    assert found.value == pytest.approx(table.oddsratio, rel=1e-12)


def test_where_the_method_changes_the_two_agree_to_a_hundredth_of_the_width():
    group, reference = (EXACT_UP_TO, 3000), (1500, 5000)
    exact = odds_ratio(group, reference)
    large = woolf((group[0], 2000, 1500, 3500), Z)
    assert exact.method == CONDITIONAL
    for theirs, ours in zip(large, (exact.value, exact.low, exact.high), strict=True):
        assert abs(log(theirs / ours)) < log(exact.high / exact.low) / 100


def test_few_responders_among_ten_million_stay_exact():
    found = odds_ratio((9, 1_000_000), (3, 9_000_000))
    assert found.method == CONDITIONAL
    # With rare responders the count is binomial(12, odds / (odds + 9)).
    limits = binomtest(9, 12).proportion_ci(0.95)
    assert (found.low, found.high) == pytest.approx([9 * p / (1 - p) for p in limits], rel=1e-4)
    assert found.value == pytest.approx(27, rel=1e-4)


def test_everybody_responding_is_explained():
    assert odds_ratio((5, 5), (3, 9)).note == "everyone in the group had the outcome"
    assert odds_ratio((5, 5), (9, 9)).note == "everyone in both groups had the outcome"
    assert risk_ratio((5, 5), (9, 9)).value == 1
