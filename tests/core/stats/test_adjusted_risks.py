"""Adjusted risks: those of statsmodels, and standard errors that a small change of the coefficients confirms."""

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.adjusted_risks import MeanRisk, difference_estimate, mean_risk, risk_estimate
from core.stats.counts import normal_quantile
from core.stats.logistic_estimates import Data
from core.stats.prediction import Predictor, predictor


def made(seed: int) -> tuple[Any, Any, Any]:
    """A design of 80 patients with a number and two flags, patients a row, responders."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(80), rng.normal(40, 12, 80), rng.random((80, 2)) < 0.4]).astype(float)
    return x, np.ones(80, dtype=int), (rng.random(80) < 1 / (1 + np.exp(0.5 - 0.03 * (x[:, 1] - 40) - x[:, 2]))).astype(float)


def with_column(x: Any, column: int, value: float) -> Any:
    changed = x.copy()
    changed[:, column] = value
    return changed


def half_width(estimate: Any) -> float:
    return float((estimate.high - estimate.low) / 2 / normal_quantile(0.95))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("column", [2, 3])
def test_the_difference_of_two_levels_is_the_marginal_effect_of_statsmodels(seed: int, column: int) -> None:
    x, n, y = made(seed)
    effects = sm.Logit(y, x).fit(disp=0, tol=1e-14).get_margeff(dummy=True)
    fit = predictor(Data(x, n, y), penalised=False)
    yes, no = (mean_risk(fit, with_column(x, column, value), n) for value in (1.0, 0.0))
    found = difference_estimate(fit, yes, no, 0.95)
    assert found.value == pytest.approx(effects.margeff[column - 1], abs=1e-8)
    assert half_width(found) == pytest.approx(effects.margeff_se[column - 1], abs=1e-8)


@pytest.mark.parametrize("penalised", [False, True])
def test_the_derivative_of_a_mean_risk_is_what_a_small_change_of_the_coefficients_does(penalised: bool) -> None:
    x, n, y = made(4)
    fit = predictor(Data(x, n, y), penalised=penalised)
    for column in range(x.shape[1]):
        step = 1e-5 * np.eye(x.shape[1])[column]
        up, down = (mean_risk(Predictor("ok", fit.coef + way * step, fit.covariance), x, n).value for way in (1, -1))
        assert mean_risk(fit, x, n).gradient[column] == pytest.approx((up - down) / 2e-5, rel=1e-6, abs=1e-9)


def test_the_interval_of_a_difference_is_that_of_many_draws_of_the_coefficients() -> None:
    x, n, y = made(5)
    fit = predictor(Data(x, n, y), penalised=False)
    rng = np.random.default_rng(7)
    sets = [with_column(x, 2, value) for value in (1.0, 0.0)]
    drawn = [
        float(np.subtract(*((1 / (1 + np.exp(-one @ coef))).mean() for one in sets)))
        for coef in rng.multivariate_normal(fit.coef, fit.covariance, 4000)
    ]
    found = difference_estimate(fit, *(mean_risk(fit, one, n) for one in sets), 0.95)
    assert half_width(found) == pytest.approx(np.std(drawn), rel=0.05)


def test_patients_counted_together_are_patients_one_by_one() -> None:
    x, _, y = made(6)
    fit = predictor(Data(x, np.ones(80), y), penalised=True)
    twice = mean_risk(fit, x[:10], [2] * 10)
    assert twice.value == pytest.approx(mean_risk(fit, np.repeat(x[:10], 2, axis=0), [1] * 20).value, rel=1e-12)


def test_limits_stay_within_what_can_be() -> None:
    fit = Predictor("ok", np.array([6.0]), np.array([[9.0]]))
    near = risk_estimate(fit, mean_risk(fit, [[1.0]], [1]), 0.99)
    assert near.low is not None
    assert near.high is not None
    assert 0 < near.low < (near.value or 0) < near.high <= 1
    wide = difference_estimate(fit, MeanRisk(0.9, np.array([4.0])), MeanRisk(0.1, np.array([0.0])), 0.95)
    assert (wide.low, wide.high) == (-1.0, 1.0)


def test_a_risk_of_one_has_no_interval_and_says_so() -> None:
    fit = Predictor("ok", np.array([60.0]), np.array([[1.0]]))
    found = risk_estimate(fit, mean_risk(fit, [[1.0]], [1]), 0.95)
    assert (found.value, found.low, found.high) == (1.0, None, None)
    assert "too near" in found.note
