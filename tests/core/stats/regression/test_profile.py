"""Tests of profile likelihood limits."""

import numpy as np
import pytest

from core.stats.regression.firth import fit_firth
from core.stats.regression.logistic import fit_logistic
from core.stats.regression.patterns import patterns
from core.stats.regression.profile import profile_limits
from core.stats.regression.profile_search import bracketed_limits
from core.stats.regression.separation import unbounded


@pytest.mark.parametrize("name", ["logit_birthwt_full", "logit_titanic_freq_weights"])
def test_limits_agree_with_r(case, name):
    r = case(name)
    found = profile_limits(r.x, r.n, r.events)
    assert found.status == "ok" and {*found.low_status, *found.high_status} == {"ok"}
    assert found.low == pytest.approx(r.of("ci_profile_lo"), abs=1e-9)
    assert found.high == pytest.approx(r.of("ci_profile_hi"), abs=1e-9)


@pytest.mark.parametrize("name", ["firth_endometrial", "firth_2x2_zero_cell"])
def test_penalised_limits_agree_with_r(case, name):
    r = case(name)
    found = profile_limits(r.x, r.n, r.events, penalised=True)
    assert found.low == pytest.approx(r.of("ci_ppl_lo"), abs=1e-9)
    assert found.high == pytest.approx(r.of("ci_ppl_hi"), abs=1e-9)


def test_a_separated_coefficient_is_bounded_on_one_side_only(case):
    r = case("firth_endometrial")
    found = profile_limits(r.x, r.n, r.events)
    assert found.status == "separated"
    assert found.low[1] == pytest.approx(r.expected["ml_profile_NV"]["lo"], abs=1e-8)
    assert (found.high[1], found.high_status[1]) == (None, "unbounded")
    without = r.x[:, 1] == 0
    finite = profile_limits(r.x[without][:, [0, 2, 3]], r.n[without], r.events[without])
    assert np.delete(found.low, 1).astype(float) == pytest.approx(finite.low, abs=1e-6)
    assert np.delete(found.high, 1).astype(float) == pytest.approx(finite.high, abs=1e-6)


def test_the_slow_search_finds_the_limits_of_the_quick_one(cohort):
    for seed in range(6):
        x, n, events = cohort(seed)
        quick = profile_limits(x, n, events)
        fit = fit_logistic(x, n, events)
        target = fit.log_likelihood - 1.9207294103470620
        columns, sign = np.array([0, 0, 1, 1, 2, 2]), np.array([-1.0, 1] * 3)
        slow, how = bracketed_limits(patterns(x, n, events), fit.coef, columns, sign, target, penalised=False)
        assert how == ["ok"] * 6
        assert slow[::2] == pytest.approx(quick.low[:3], rel=1e-6)
        assert slow[1::2] == pytest.approx(quick.high[:3], rel=1e-6)


def test_limits_hold_the_estimate_and_widen_with_the_level(cohort):
    for seed in range(20):
        x, n, events = cohort(seed, k=40, p=5)
        coef = fit_firth(x, n, events).coef
        narrow, wide = (profile_limits(x, n, events, penalised=True, level=level) for level in (0.8, 0.99))
        assert {*narrow.low_status, *wide.low_status, *narrow.high_status, *wide.high_status} == {"ok"}
        assert (np.array(wide.low) < narrow.low).all() and (np.array(narrow.low) < coef).all()
        assert (coef < narrow.high).all() and (np.array(narrow.high) < wide.high).all()


def test_pathological_input_gives_limits_or_the_reason_for_none(pathological):
    for name, x, n, events in pathological:
        for penalised in (False, True):
            found = profile_limits(x, n, events, penalised=penalised)
            for limit, why in zip(found.low + found.high, found.low_status + found.high_status, strict=True):
                assert (limit is None) == (why != "ok"), name
                assert limit is None or np.isfinite(limit)


def test_a_limit_is_unbounded_just_where_the_coefficient_can_grow_for_ever(cohort):
    seen = []
    for seed in range(60):
        x, n, events = cohort(seed, k=30, p=5, rate=0.2)
        found = profile_limits(x, n, events)
        if found.status != "separated":
            continue
        columns, sign = np.arange(5).repeat(2), np.tile([-1.0, 1.0], 5)
        ways = unbounded(patterns(x, n, events), columns, sign).reshape(-1, 2)
        for low, high, (down, up) in zip(found.low_status, found.high_status, ways, strict=True):
            assert ((low == "unbounded"), (high == "unbounded")) == (down, up)
            seen += [low, high]
    assert seen.count("unbounded") > 20 and seen.count("ok") > 20
    assert seen.count("not converged") < 0.05 * len(seen)
