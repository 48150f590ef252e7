"""Tests of how far predictors overlap."""

import numpy as np
import pytest
from statsmodels.stats.outliers_influence import variance_inflation_factor

from core.stats.regression.collinearity import condition_number, variance_inflation
from core.stats.regression.least_squares import fit_least_squares
from core.stats.regression.logistic import fit_logistic


def test_inflation_of_terms_agrees_with_r(case):
    r = case("ols_birthwt")
    terms = r.expected["gvif"]
    found = variance_inflation(fit_least_squares(r.x, r.y).covariance, [r.columns(term) for term in terms])
    for term, inflation in zip(terms, found, strict=True):
        expected = terms[term]
        assert inflation.df == expected["df"]
        assert inflation.gvif == pytest.approx(expected["gvif"], rel=1e-10)
        assert inflation.per_coefficient == pytest.approx(expected["gvif_scaled"], rel=1e-10)


def test_inflation_of_a_logistic_fit_agrees_with_r(case, raw):
    r = case("logit_birthwt_full")
    expected = raw["performance_birthwt"]["expected"]["gvif_glm"]
    fit = fit_logistic(r.x, r.n, r.events)
    found = variance_inflation(fit.covariance, [r.columns(term) for term in expected])
    # R's glm stops with the weights of its last step but one, which moves its covariance in the eighth digit.
    assert [term.gvif for term in found] == pytest.approx(list(expected.values()), abs=1e-8)


def test_inflation_of_columns_agrees_with_statsmodels(cohort):
    x, _, events = cohort(1)
    found = variance_inflation(fit_least_squares(x, x[:, 1] + events).covariance, [[j] for j in range(1, 6)])
    assert [i.gvif for i in found] == pytest.approx([variance_inflation_factor(x, j) for j in range(1, 6)], rel=1e-8)


def test_the_condition_number_is_that_of_columns_of_one_length(cohort):
    x, n, _ = cohort(2)
    unit = x / np.linalg.norm(x, axis=0)
    assert condition_number(x) == pytest.approx(np.linalg.cond(unit), rel=1e-10)
    assert condition_number(x * [1, 1000, 1, 1, 1, 1]) == pytest.approx(condition_number(x), rel=1e-10)
    assert condition_number(x, 2 * n) == pytest.approx(condition_number(np.vstack([x, x])), rel=1e-10)


def test_what_does_not_exist_is_none():
    one, z = np.ones(5), np.arange(5.0)
    assert condition_number(np.column_stack([one, z, z])) is None
    assert condition_number(np.column_stack([one, 0 * z])) is None
    assert condition_number(np.ones((0, 2))) is None
    assert variance_inflation(np.empty((0, 0)), [[1]])[0].gvif is None
    assert variance_inflation(np.eye(3), [[0]])[0].gvif is None
