"""Tests of least squares from rows and patterns."""

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.regression.least_squares import f_tests, fit_least_squares, fit_least_squares_patterns


def test_the_fit_agrees_with_r(case):
    r = case("ols_birthwt")
    fit = fit_least_squares(r.x, r.y)
    for found, key in ((fit.coef, "coef"), (fit.se, "se"), (fit.t, "t"), (fit.p, "p")):
        assert found == pytest.approx(r.of(key), rel=1e-9)
    low, high = fit.limits()
    assert (low, high) == (pytest.approx(r.of("ci_lo"), rel=1e-9), pytest.approx(r.of("ci_hi"), rel=1e-9))
    numbers = (fit.r2, fit.adjusted_r2, fit.sigma, fit.df_residual, fit.log_likelihood)
    keys = ("r2", "adj_r2", "sigma", "df_residual", "loglik")
    assert numbers == pytest.approx([r.expected[key] for key in keys], rel=1e-10)
    assert 2 * (len(fit.coef) + 1) - 2 * fit.log_likelihood == pytest.approx(r.expected["aic"], rel=1e-10)


def test_terms_agree_with_the_anova_of_r(case):
    r = case("ols_birthwt")
    fit = fit_least_squares(r.x, r.y)
    for kind in ("anova2", "anova3"):
        terms = [term for term in r.expected[kind] if term not in ("Residuals", "(Intercept)")]
        for term, test in zip(terms, f_tests(fit, [r.columns(term) for term in terms]), strict=True):
            expected = r.expected[kind][term]
            assert (test.statistic, test.df) == (pytest.approx(expected["F"], rel=1e-9), expected["df"])
            assert test.p == pytest.approx(expected["p"], rel=r.tol["p"])
            assert test.statistic * test.df * fit.sigma**2 == pytest.approx(expected["ss"], rel=1e-9)
    (whole,) = f_tests(fit, [range(1, len(r.names))])
    assert (whole.statistic, whole.p) == pytest.approx((r.expected["f"], r.expected["f_p"]), rel=1e-9)


def test_longley_keeps_twelve_of_the_certified_digits(case):
    r = case("ols_nist_longley")
    fit = fit_least_squares(r.x, r.y)
    assert fit.coef == pytest.approx(r.of("coef"), rel=1e-12)
    assert fit.se == pytest.approx(r.of("se"), rel=1e-12)
    assert (fit.sigma, fit.r2) == pytest.approx((r.expected["sigma"], r.expected["r2"]), rel=1e-12)
    assert f_tests(fit, [range(1, 7)])[0].statistic == pytest.approx(r.expected["f"], rel=1e-11)


def test_patterns_give_the_fit_of_their_rows():
    rng = np.random.default_rng(9)
    for _ in range(20):
        x = np.column_stack([np.ones(200), rng.integers(0, 3, 200), rng.random((200, 3)) < 0.5]).astype(float)
        y = x @ [1, 2, 0, -1, 3] + rng.normal(size=200)
        cells, place = np.unique(x, axis=0, return_inverse=True)
        rows = fit_least_squares(x, y)
        patterns = fit_least_squares_patterns(cells, np.bincount(place), np.bincount(place, y), np.bincount(place, y * y))
        assert patterns.coef == pytest.approx(rows.coef, abs=1e-10)
        assert patterns.covariance == pytest.approx(rows.covariance, abs=1e-10)
        assert (patterns.r2, patterns.sigma) == pytest.approx((rows.r2, rows.sigma), rel=1e-10)


def test_fits_agree_with_statsmodels(cohort):
    for seed in range(20):
        x, _, _ = cohort(seed)
        y = np.random.default_rng(seed + 900).normal(50, 20, len(x))
        fit, other = fit_least_squares(x, y), sm.OLS(y, x).fit()
        assert fit.coef == pytest.approx(other.params, rel=1e-8)
        assert (fit.se, fit.p) == (pytest.approx(other.bse, rel=1e-8), pytest.approx(other.pvalues, rel=1e-8))
        (test,) = f_tests(fit, [[2, 3]])
        assert test.p == pytest.approx(float(other.f_test(np.eye(x.shape[1])[[2, 3]]).pvalue), rel=1e-8)


def test_pathological_input_ends_in_a_status_and_never_in_a_number(pathological):
    for _, x, n, _ in pathological:
        for y in (np.zeros(len(x)), np.arange(len(x)) * 1.0, x[:, -1]):
            for fit in (fit_least_squares(x, y), fit_least_squares_patterns(x, n, n * y, n * y * y)):
                assert np.isfinite(fit.coef).all() and np.isfinite(fit.covariance).all()
                assert (fit.coef.size > 0) == (fit.status == "ok")
                (test,) = f_tests(fit, [[0]])
                assert (test.p is None) == (fit.status != "ok")
                assert np.isfinite([fit.r2, fit.sigma, fit.adjusted_r2]).all()


def test_each_obstacle_is_named():
    one, z = np.ones(10), np.arange(10) * 1.0
    assert fit_least_squares(np.ones((0, 1)), []).status == "no patients"
    assert fit_least_squares(np.column_stack([one, z, z]), z).status == "aliased"
    assert fit_least_squares(np.column_stack([one, z])[:2], z[:2]).status == "no degrees of freedom left"
    assert fit_least_squares(np.column_stack([one, z]), 3 + 2 * z).status == "no residual variation"
    assert fit_least_squares(np.column_stack([one, z]), one).status == "no residual variation"


def test_outcomes_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="y must be"):
        fit_least_squares([[1.0], [1.0]], [1, np.nan])
