"""Numbers as text: percentages, signs, p-values, ratios, and a dash for what does not exist."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.estimates import Estimate, Test
from core.words import numbers
from core.words.numbers import (
    NONE,
    count,
    decimals,
    difference,
    p_value,
    percent,
    points,
    rate_interval,
    ratio,
    ratio_with_interval,
    signed,
)

proportions = st.floats(0, 1)
perhaps = st.none() | st.floats(0, 900)


def estimate(value: float | None, low: float | None, high: float | None) -> Estimate:
    return Estimate(scale="risk ratio", value=value, low=low, high=high, level=0.95, method="Koopman score")


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(29 / 70, 1, "41.4%"), (0, 1, "0.0%"), (1, 1, "100.0%"), (0.12345, 2, "12.35%"), (None, 1, "–")],
)
def test_a_percentage_has_the_digits_asked_for_and_a_dash_where_there_is_none(
    value: float | None, digits: int, words: str
) -> None:
    assert percent(value, digits) == words


@pytest.mark.parametrize(
    ("value", "words"), [(12.34, "+12.3"), (-4.0, "−4.0"), (0.0, "0.0"), (-0.04, "0.0"), (0.04, "0.0"), (-0.06, "−0.1")]
)
def test_a_signed_number_has_a_true_minus_and_no_sign_on_what_is_shown_as_zero(value: float, words: str) -> None:
    assert signed(value) == words


def test_a_number_with_decimals_has_a_true_minus_and_never_a_sign_of_zero() -> None:
    assert [decimals(one) for one in (0.731, -0.06, 0.001, -0.001, None)] == ["0.73", "−0.06", "0.00", "0.00", NONE]
    assert decimals(-1.26, 1) == "−1.3"


@given(st.floats(-1, 1))
def test_points_never_hold_a_hyphen_for_a_minus(value: float) -> None:
    assert re.fullmatch(r"[+−]?\d+\.\d", points(value))


def test_points_of_nothing_are_a_dash() -> None:
    assert points(None) == NONE


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.0, "<0.001"), (0.00099, "<0.001"), (0.001, "0.001"), (0.0412, "0.041"), (0.25, "0.25"), (1.0, "1.00"), (None, "–")],
)
def test_a_p_value_is_never_shown_as_zero(p: float | None, words: str) -> None:
    assert p_value(p) == words


@given(proportions)
def test_a_p_value_as_text_is_near_the_p_value(p: float) -> None:
    text = p_value(p)
    if text.startswith("<"):
        assert p < 0.001
    else:
        assert abs(float(text) - p) <= (0.00051 if p < 0.1 else 0.0051)


@pytest.mark.parametrize(
    ("value", "words"), [(0.333333, "0.333"), (12.345, "12.3"), (0, "0"), (1234.5, "1,234"), (None, "–"), (1.0, "1.00")]
)
def test_a_ratio_has_three_significant_figures(value: float | None, words: str) -> None:
    assert ratio(value) == words


def test_an_interval_without_limits_is_a_dash() -> None:
    assert rate_interval(estimate(0.5, 0.306, 0.531)) == "30.6–53.1%"
    assert rate_interval(estimate(0.5, None, 0.531)) == NONE
    assert rate_interval(estimate(0.5, 0.306, None)) == NONE


def test_a_difference_gives_points_with_limits_and_a_dash_without_a_value() -> None:
    assert difference(estimate(-0.334, -0.601, -0.023)) == "−33.4 (−60.1 to −2.3)"
    assert difference(estimate(None, -0.6, 0.6)) == difference(None) == NONE


def test_a_ratio_says_in_words_where_it_has_no_upper_limit_or_value() -> None:
    assert ratio_with_interval(estimate(0.33, 0.12, 0.91)) == "0.330 (0.120 to 0.910)"
    assert ratio_with_interval(estimate(None, 0.5, None)) == "not estimable (0.500 to no upper limit)"
    assert ratio_with_interval(estimate(0.0, None, 2.0)) == "0 (0 to 2.00)"
    assert ratio_with_interval(None) == NONE


@given(perhaps, perhaps, perhaps)
def test_no_estimate_is_shown_with_none_nan_or_infinity(value: float | None, low: float | None, high: float | None) -> None:
    made = estimate(value, low, high)
    words = " ".join([ratio_with_interval(made), rate_interval(made), difference(made), percent(value), points(value)])
    assert not re.search(r"nan|inf|None", words)


def test_a_test_names_its_method_beside_its_p_or_the_reason_why_there_is_none() -> None:
    assert numbers.tested(Test(method="Fisher's exact test", p=0.0412)) == "Fisher's exact test, p = 0.041"
    assert numbers.tested(Test(method="Fisher's exact test", p=0.0001)) == "Fisher's exact test, p <0.001"
    assert (
        numbers.tested(Test(method="Fisher's exact test", p=None, note="one group only"))
        == "Fisher's exact test: one group only"
    )
    assert numbers.tested(Test(method="Fisher's exact test", p=None)) == "Fisher's exact test: not possible"


def test_one_is_singular_and_thousands_are_separated() -> None:
    assert [count(n, "patient") for n in (0, 1, 1000000)] == ["0 patients", "1 patient", "1,000,000 patients"]
    assert count(2, "index", "indices") == "2 indices"
