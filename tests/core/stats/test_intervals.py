"""The interval of one response rate."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta
from statsmodels.stats.proportion import proportion_confint

from core.stats.intervals import PROPORTION_METHODS, proportion

LIBRARY = {"wilson": "wilson", "clopper-pearson": "beta", "jeffreys": "jeffreys", "agresti-coull": "agresti_coull"}
COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([0.5, 0.9, 0.95, 0.999])
METHODS = st.sampled_from(sorted(PROPORTION_METHODS))


@pytest.mark.parametrize("method", ["wilson", "clopper-pearson"])
def test_limits_agree_with_r(r, method):
    for case in r["proportion_single"]["expected"]:
        found = proportion(case["x"], case["n"], method)
        assert (found.low, found.high) == pytest.approx(case[method.replace("-", "_")], abs=1e-12)
        assert found.value == case["x"] / case["n"]


@pytest.mark.parametrize("method", PROPORTION_METHODS)
@pytest.mark.parametrize("counts", [(1, 7), (29, 70), (3, 400), (399, 400), (4_100_000, 10_000_000), (2, 10_000_000)])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_limits_agree_with_statsmodels(method, counts, level):
    found = proportion(*counts, method, level)
    expected = proportion_confint(*counts, alpha=1 - level, method=LIBRARY[method])
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-8, abs=1e-14)


def test_jeffreys_reaches_zero_and_one_at_no_and_all_responders():
    assert proportion(0, 12, "jeffreys").low == 0
    assert proportion(12, 12, "jeffreys").high == 1
    assert proportion(0, 10, "jeffreys").high == pytest.approx(beta.ppf(0.975, 0.5, 10.5), rel=1e-12)


def test_wilson_keeps_its_digits_for_one_in_ten_million():
    # Limits of 1 in n tend to (2 + z^2 -+ z sqrt(z^2 + 4)) / 2n.
    z = 1.959963984540054
    limit = (2 + z**2 - z * (z**2 + 4) ** 0.5) / 2
    assert proportion(1, 10_000_000).low * 10_000_000 == pytest.approx(limit, rel=1e-6)


@given(COUNTS, METHODS, LEVELS)
def test_limits_are_ordered_within_zero_and_one(counts, method, level):
    found = proportion(*counts, method, level)
    assert 0 <= found.low < found.high <= 1
    assert not isnan(found.value)


@given(COUNTS, st.sampled_from(["wilson", "clopper-pearson"]), LEVELS)
def test_limits_contain_the_rate(counts, method, level):
    found = proportion(*counts, method, level)
    assert found.low <= found.value <= found.high


@given(COUNTS, METHODS, LEVELS)
def test_counting_failures_mirrors_the_limits(counts, method, level):
    events, n = counts
    found, mirrored = proportion(events, n, method, level), proportion(n - events, n, method, level)
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-12)


@pytest.mark.parametrize("method", PROPORTION_METHODS)
def test_a_group_without_patients_has_no_rate_and_says_so(method):
    found = proportion(0, 0, method)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.note == "no patients in the group"


def test_the_method_is_named_as_printed():
    assert proportion(1, 2).method == "Wilson score"
    assert proportion(1, 2, "clopper-pearson").method == "Clopper-Pearson exact"


@pytest.mark.parametrize(
    ("events", "n", "said"), [(-1, 5, "-1"), (6, 5, "6 of 5"), (2.0, 5, "2.0"), (2, "5", "'5'"), (True, 5, "True")]
)
def test_counts_that_cannot_be_are_refused_by_value(events, n, said):
    with pytest.raises(ValueError, match=said):
        proportion(events, n)


def test_counts_of_numpy_are_taken():
    assert proportion(np.int64(3), np.uint8(7)) == proportion(3, 7)


def test_an_unknown_method_or_level_is_refused():
    with pytest.raises(ValueError, match="wald"):
        proportion(1, 2, "wald")
    for level in (0, 1, 95):
        with pytest.raises(ValueError, match=str(level)):
            proportion(0, 0, level=level)
