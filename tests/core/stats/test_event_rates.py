"""Events over person-time."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from core.stats.event_rates import incidence_rate, rule_of_three

# R 4.2: for (x in c(0, 1, 5, 10, 23)) 100 * poisson.test(x, 60.60833333333334)$conf.int
R_LIMITS = {
    0: (0.0, 6.086422858431),
    1: (0.041772816693, 9.192866862542),
    5: (2.678652094242, 19.252025979908),
    10: (7.912094645069, 30.342949608719),
    23: (24.056142505780, 56.941497970301),
}


@pytest.mark.parametrize("events", R_LIMITS)
def test_limits_agree_with_r(events):
    found = incidence_rate(events, 60.60833333333334, 100)
    assert (found.low, found.high) == pytest.approx(R_LIMITS[events], abs=1e-11)
    assert found.value == pytest.approx(100 * events / 60.60833333333334)


def test_limits_of_another_level_agree_with_r():
    # R 4.2: poisson.test(16, 54, conf.level = .9)$conf.int
    found = incidence_rate(16, 54, level=0.9)
    assert (found.low, found.high) == pytest.approx((0.185851050598, 0.450021920068), abs=1e-12)


@given(st.integers(0, 400), st.floats(0.01, 1e6), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_both_limits_leave_their_tail(events, time, level):
    found = incidence_rate(events, time, level=level)
    tail = (1 - level) / 2
    assert isclose(poisson.cdf(events, found.high * time), tail, rel_tol=1e-7)
    assert events == 0 or isclose(poisson.sf(events - 1, found.low * time), tail, rel_tol=1e-7)


def test_no_time_is_no_rate_and_says_so():
    found = incidence_rate(0, 0)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.note == "no time of observation"


@pytest.mark.parametrize(("events", "time", "level"), [(-1, 1, 0.95), (1, -1, 0.95), (1, float("nan"), 0.95), (1, 1, 1)])
def test_what_cannot_be_is_refused(events, time, level):
    with pytest.raises(ValueError):
        incidence_rate(events, time, level=level)


def test_the_rule_of_three_is_about_three_over_n():
    assert rule_of_three(86) == pytest.approx(1 - 0.05 ** (1 / 86), rel=1e-12)
    assert rule_of_three(3000) == pytest.approx(3 / 3000, rel=2e-3)
    assert rule_of_three(2) == pytest.approx(0.776393, abs=1e-6)  # 1 - root of 0.05
    assert rule_of_three(0) is None
