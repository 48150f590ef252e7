"""Predictions: Firth's with its intercept corrected, limits on the log odds, and how far out a profile lies."""

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.logistic_estimates import Data, fitted
from core.stats.prediction import farthest, leverages, predicted, predictor
from core.stats.regression.patterns import risks
from tests.core.stats.test_adjusted_risks import made


@pytest.mark.parametrize("penalised", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_predicted_risks_average_to_the_rate_observed(seed: int, penalised: bool) -> None:
    x, n, y = made(seed)
    fit = predictor(Data(x, n, y), penalised=penalised)
    assert risks(x @ fit.coef).mean() == pytest.approx(y.mean(), abs=1e-10)


def test_the_correction_moves_the_intercept_only_and_away_from_a_half() -> None:
    x, n, y = made(2)
    rare = np.where(np.arange(80) < 8, 1.0, 0.0)
    for events in (y, rare):
        _, coef, _ = fitted(Data(x, n, events), penalised=True)
        fit = predictor(Data(x, n, events), penalised=True)
        assert fit.coef[1:] == pytest.approx(coef[1:], abs=1e-14)
    assert fit.coef[0] < coef[0]  # of rare events Firth alone predicts too many


def test_the_corrected_intercept_is_that_of_maximum_likelihood_given_the_slopes() -> None:
    x, n, y = made(3)
    fit = predictor(Data(x, n, y), penalised=True)
    given = sm.GLM(y, np.ones(80), family=sm.families.Binomial(), offset=x[:, 1:] @ fit.coef[1:]).fit(tol=1e-14)
    assert fit.coef[0] == pytest.approx(given.params[0], abs=1e-8)
    mu = risks(x @ fit.coef)
    expected = np.linalg.inv((x.T * mu * (1 - mu)) @ x)
    assert fit.covariance == pytest.approx(expected, rel=1e-8)


def test_a_prediction_has_the_limits_of_statsmodels() -> None:
    x, n, y = made(4)
    row = np.array([1.0, 33.0, 1.0, 0.0])
    model = sm.GLM(y, x, family=sm.families.Binomial()).fit(tol=1e-14)
    frame: Any = model.get_prediction(row[None]).summary_frame(alpha=0.05)
    found = predicted(predictor(Data(x, n, y), penalised=False), row, 0.95)
    assert (found.value, found.low, found.high) == (
        pytest.approx(frame["mean"].iloc[0], abs=1e-8),
        pytest.approx(frame["mean_ci_lower"].iloc[0], abs=1e-6),  # statsmodels takes the weights of the last step but one
        pytest.approx(frame["mean_ci_upper"].iloc[0], abs=1e-6),
    )


def test_leverage_is_largest_at_the_edge_and_larger_beyond_it() -> None:
    x, n, y = made(5)
    data = Data(x, n, y)
    fit = predictor(data, penalised=False)
    assert farthest(fit, data) == leverages(fit, x).max()
    assert leverages(fit, [[1.0, 400.0, 1.0, 1.0]])[0] > farthest(fit, data)
    assert leverages(fit, x.mean(0)[None])[0] < farthest(fit, data)


def test_separated_patients_are_predicted_by_firth_only() -> None:
    x = np.column_stack([np.ones(20), np.repeat([0.0, 1.0], 10)])
    y = np.repeat([0.0, 1.0], 10)
    assert predictor(Data(x, np.ones(20), y), penalised=False).status == "separated"
    fit = predictor(Data(x, np.ones(20), y), penalised=True)
    assert fit.status == "ok"
    low = predicted(fit, [1.0, 0.0], 0.95).value
    assert low is not None
    assert 0 < low < 0.5
