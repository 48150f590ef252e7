"""Tests of Brier score, R2 and calibration."""

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.regression.calibration import calibration, performance
from core.stats.regression.logistic import fit_logistic


def test_performance_agrees_with_r(case, raw):
    r, expected = case("logit_birthwt_full"), raw["performance_birthwt"]["expected"]
    probability = 1 / (1 + np.exp(-(r.x @ fit_logistic(r.x, r.n, r.events).coef)))
    found = performance(probability, r.n, r.events)
    for key in ("brier", "brier_null", "nagelkerke", "tjur"):
        assert getattr(found, key) == pytest.approx(expected[key], abs=1e-8)


def test_a_fit_is_calibrated_on_its_own_patients(cohort):
    x, n, events = cohort(1)
    found = calibration(x @ fit_logistic(x, n, events).coef, n, events)
    assert (found.intercept, found.slope) == pytest.approx((0, 1), abs=1e-8)


def test_calibration_elsewhere_agrees_with_statsmodels(cohort):
    x, n, events = cohort(1, k=200)
    eta = x @ fit_logistic(*cohort(2, k=200)).coef
    found = calibration(eta, n, events)
    slope = sm.Logit(events, sm.add_constant(eta)).fit(method="newton", tol=1e-14, disp=0)
    large = sm.GLM(events, np.ones((200, 1)), family=sm.families.Binomial(), offset=eta).fit(tol=1e-14)
    assert found.slope == pytest.approx(slope.params[1], rel=1e-8)
    assert found.intercept == pytest.approx(large.params[0], rel=1e-7)


def test_patterns_give_the_measures_of_their_rows():
    rng = np.random.default_rng(15)
    n = rng.integers(1, 6, 20)
    events, p = rng.binomial(n, 0.4), rng.random(20)
    rows = np.concatenate([np.repeat(p, events), np.repeat(p, n - events)])
    y = np.arange(len(rows)) < events.sum()
    patterns, single = performance(p, n, events), performance(rows, np.ones(len(rows)), y)
    for key in ("brier", "brier_null", "nagelkerke", "tjur"):
        assert getattr(patterns, key) == pytest.approx(getattr(single, key), rel=1e-10)


def test_what_does_not_exist_is_none():
    nobody = performance([0.5, 0.5], [1, 1], [0, 0])
    assert (nobody.brier, nobody.tjur, nobody.nagelkerke) == (None, None, None)
    assert performance([0.0, 1.0], [1, 1], [1, 0]).nagelkerke is None
    assert performance([0.0, 1.0], [1, 1], [0, 1]).nagelkerke == pytest.approx(1)
    assert calibration([0, 1], [1, 1], [0, 1]).status == "separated"
    assert calibration([1, 1], [1, 1], [0, 1]).slope is None
    with pytest.raises(ValueError, match="between 0 and 1"):
        performance([1.5], [1], [1])
