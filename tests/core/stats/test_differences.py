"""The difference between two response rates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from core.stats.differences import DIFFERENCE_METHODS, risk_difference

ANY = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SOME = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
METHODS = st.sampled_from(sorted(DIFFERENCE_METHODS))
Z = norm.ppf(0.975)


def score_statistic(group, reference, delta):
    """Give the Miettinen-Nurminen statistic at `delta`, its rates found by maximising the likelihood numerically."""
    (x1, n1), (x2, n2) = group, reference

    def slope(p):
        q = p + delta
        parts = ((x1, q), (-(n1 - x1), 1 - q), (x2, p), (-(n2 - x2), 1 - p))
        return sum(count / rate for count, rate in parts if count)

    low, high = max(0.0, -delta) + 1e-15, min(1.0, 1 - delta) - 1e-15
    if slope(low) <= 0:
        p = low
    elif slope(high) >= 0:
        p = high
    else:
        p = brentq(slope, low, high, xtol=1e-16, rtol=1e-15)
    q = p + delta
    variance = (q * (1 - q) / n1 + p * (1 - p) / n2) * (n1 + n2) / (n1 + n2 - 1)
    return (x1 / n1 - x2 / n2 - delta) ** 2 / variance


def test_newcombe_limits_agree_with_r(pairs):
    for group, reference, case in pairs:
        found = risk_difference(group, reference)
        assert found.value == pytest.approx(case["diff"], abs=1e-14)
        assert (found.low, found.high) == pytest.approx(case["newcombe"], abs=1e-12)


def test_newcombe_limits_are_those_newcombe_published(r, pairs):
    published = r["proportion_two_sample"]["spec"]["published_newcombe"]
    for (group, reference, _), limits in zip(pairs, published, strict=False):
        found = risk_difference(group, reference)
        assert (found.low, found.high) == pytest.approx(limits, abs=6e-5)


def test_newcombe_limits_agree_with_statsmodels():
    for group, reference in [((3, 14), (20, 33)), ((1, 50), (2, 9)), ((700, 9000), (1, 80))]:
        found = risk_difference(group, reference, level=0.9)
        expected = confint_proportions_2indep(*group, *reference, method="newcomb", compare="diff", alpha=0.1)
        assert (found.low, found.high) == pytest.approx(expected, abs=1e-13)


def test_miettinen_nurminen_limits_agree_with_r(pairs):
    for group, reference, case in pairs:
        if case["miettinen_nurminen"]:
            found = risk_difference(group, reference, "miettinen-nurminen")
            assert (found.low, found.high) == pytest.approx(case["miettinen_nurminen"], abs=1e-8)


def test_statsmodels_score_limits_of_a_difference_are_not_rs(pairs):
    """Open fault statsmodels#10269; when this fails it is mended and our solver may be reconsidered."""
    group, reference, case = pairs[0]
    theirs = confint_proportions_2indep(*group, *reference, method="score", compare="diff")
    assert abs(theirs[1] - case["miettinen_nurminen"][1]) > 1e-3


@pytest.mark.parametrize(
    ("group", "reference"),
    [((0, 10), (0, 20)), ((10, 10), (20, 20)), ((10, 10), (0, 20)), ((0, 20), (10, 10)), ((1, 1), (0, 1))],
)
def test_degenerate_tables_have_the_closed_form_limits(group, reference):
    """Where both rates are 0 the score equation is D^2 = z^2 D (1 - D) N / ((N - 1) n): D = k / (n + k)."""
    (x1, n1), (x2, n2) = group, reference
    found = risk_difference(group, reference, "miettinen-nurminen")
    k = Z**2 * (n1 + n2) / (n1 + n2 - 1)
    if (x1 == 0) == (x2 == 0):
        ns = (n2, n1) if x1 == 0 else (n1, n2)
        assert (found.low, found.high) == pytest.approx((-k / (ns[0] + k), k / (ns[1] + k)), abs=1e-12)
    else:
        delta, end = (found.low, found.high) if found.value == 1 else (found.high, found.low)
        assert end == found.value
        assert score_statistic(group, reference, delta) == pytest.approx(Z**2, rel=1e-9)


def test_miettinen_nurminen_limits_solve_the_score_equation():
    rng = np.random.default_rng(7)
    for _ in range(300):
        n1, n2 = (int(n) for n in rng.integers(1, 200, 2))
        group, reference = (int(rng.integers(0, n1 + 1)), n1), (int(rng.integers(0, n2 + 1)), n2)
        found = risk_difference(group, reference, "miettinen-nurminen")
        for limit in (found.low, found.high):
            if abs(limit) < 1:
                assert score_statistic(group, reference, limit) == pytest.approx(Z**2, rel=1e-7), (group, reference)


@pytest.mark.parametrize("method", DIFFERENCE_METHODS)
def test_ten_million_patients_give_the_large_sample_limits(method):
    group, reference = (4_000_000, 10_000_000), (1_000_000, 10_000_000)
    half = Z * (0.4 * 0.6 / 1e7 + 0.1 * 0.9 / 1e7) ** 0.5
    found = risk_difference(group, reference, method)
    assert (found.low, found.high) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-7)


def test_miettinen_nurminen_limits_of_ten_million_patients_solve_the_score_equation():
    group, reference = (4_000_000, 10_000_000), (1_000_000, 10_000_000)
    found = risk_difference(group, reference, "miettinen-nurminen")
    for limit in (found.low, found.high):
        assert score_statistic(group, reference, limit) == pytest.approx(Z**2, rel=1e-7)


@pytest.mark.parametrize("method", DIFFERENCE_METHODS)
def test_rare_events_among_millions_keep_their_digits(method):
    rare = risk_difference((3, 5_000_000), (1, 4_000_000), method)
    common = risk_difference((4_999_997, 5_000_000), (3_999_999, 4_000_000), method)
    assert (rare.low, rare.high) == pytest.approx((-common.high, -common.low), rel=1e-3)
    assert rare.low < rare.value < rare.high < 1e-5


@given(ANY, ANY, METHODS)
def test_limits_are_ordered_within_minus_one_and_one_and_contain_the_difference(group, reference, method):
    found = risk_difference(group, reference, method)
    if not group[1] or not reference[1]:
        assert (found.value, found.low, found.high) == (None, None, None)
        assert "no patients" in found.note
    else:
        assert -1 <= found.low <= found.value <= found.high <= 1
        assert found.low < found.high
        assert not found.note


@given(SOME, SOME, METHODS)
def test_swapping_groups_or_counting_failures_mirrors_the_limits(group, reference, method):
    found = risk_difference(group, reference, method)
    swapped = risk_difference(reference, group, method)
    failed = risk_difference(*[(n - x, n) for x, n in (group, reference)], method)
    for mirrored in (swapped, failed):
        assert (found.low, found.high) == pytest.approx((-mirrored.high, -mirrored.low), abs=1e-9)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="wald"):
        risk_difference((1, 2), (1, 2), "wald")
    with pytest.raises(ValueError, match="3 of 2"):
        risk_difference((1, 2), (3, 2))
