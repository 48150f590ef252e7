"""Tests of what each patient does to a least squares fit."""

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.regression.influence import influence
from core.stats.regression.least_squares import fit_least_squares


def test_every_measure_agrees_with_statsmodels(cohort):
    for seed in range(10):
        x, _, _ = cohort(seed)
        y = np.random.default_rng(seed + 900).normal(50, 20, len(x))
        found = influence(x, y, fit_least_squares(x, y))
        model = sm.OLS(y, x).fit()
        other = model.get_influence()
        assert found.defined.all()
        assert found.leverage == pytest.approx(other.hat_matrix_diag, rel=1e-8)
        assert found.residuals == pytest.approx(model.resid, rel=1e-8)
        assert found.internal == pytest.approx(other.resid_studentized_internal, rel=1e-8)
        assert found.external == pytest.approx(other.resid_studentized_external, rel=1e-8)
        assert found.cooks_distance == pytest.approx(other.cooks_distance[0], rel=1e-8)
        assert found.dfbetas == pytest.approx(other.dfbetas, rel=1e-7, abs=1e-12)


def test_dfbetas_are_the_change_without_the_row(cohort):
    x, _, _ = cohort(1, k=30, p=4)
    y = np.random.default_rng(901).normal(size=30)
    fit = fit_least_squares(x, y)
    found = influence(x, y, fit)
    for i in range(30):
        without = fit_least_squares(np.delete(x, i, 0), np.delete(y, i))
        spread = fit.se / fit.sigma * without.sigma
        assert found.dfbetas[i] == pytest.approx((fit.coef - without.coef) / spread, rel=1e-8, abs=1e-12)


def test_a_row_that_alone_determines_a_coefficient_is_not_given_a_residual():
    x = np.column_stack([np.ones(8), np.arange(8) == 3, np.arange(8)]).astype(float)
    y = np.array([1, 3, 2, 9, 5, 4, 6, 5.0])
    found = influence(x, y, fit_least_squares(x, y))
    assert not found.defined[3] and found.defined.sum() == 7
    assert found.leverage[3] == pytest.approx(1)
    assert (found.external[3], found.cooks_distance[3]) == (0, 0)


def test_a_fit_that_failed_has_no_influence(pathological):
    for _, x, _, y in pathological:
        found = influence(x, y, fit_least_squares(x, y))
        for values in (found.leverage, found.internal, found.external, found.cooks_distance, found.dfbetas):
            assert np.isfinite(values).all()
