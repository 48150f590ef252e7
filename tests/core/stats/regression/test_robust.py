"""HC3 standard errors, held to statsmodels on rows."""

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.regression.least_squares import f_tests
from core.stats.regression.robust import fit_hc3

RNG = np.random.default_rng(4)
X = np.column_stack([np.ones(60), RNG.integers(0, 2, 60), RNG.normal(40, 9, 60)])
Y = X @ [5, 3, 0.4] + RNG.normal(0, 1 + 4 * X[:, 1])


def test_covariance_and_tests_are_those_of_statsmodels() -> None:
    fit = fit_hc3(X, np.ones(60), Y, Y**2)
    theirs = sm.OLS(Y, X).fit(cov_type="HC3", use_t=True)
    assert fit.covariance == pytest.approx(theirs.cov_params(), rel=1e-9)
    assert fit.p == pytest.approx(theirs.pvalues, rel=1e-9)
    joint = theirs.f_test(np.eye(3)[1:])
    assert f_tests(fit, [[1, 2]])[0].p == pytest.approx(float(joint.pvalue), rel=1e-9)


def test_patterns_give_what_rows_give() -> None:
    x = X.copy()
    x[:, 2] = np.round(x[:, 2] / 10)
    rows, owner = np.unique(x, axis=0, return_inverse=True)
    n, total, squares = (np.bincount(owner.ravel(), part) for part in (np.ones(60), Y, Y**2))
    from_rows, from_patterns = fit_hc3(x, np.ones(60), Y, Y**2), fit_hc3(rows, n, total, squares)
    assert from_patterns.covariance == pytest.approx(from_rows.covariance, rel=1e-9)


def test_a_patient_who_decides_a_coefficient_alone_leaves_no_standard_error() -> None:
    x = np.column_stack([np.ones(6), [1, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6]])
    fit = fit_hc3(x, np.ones(6), [9, 1, 2, 2, 3, 1], [81, 1, 4, 4, 9, 1])
    assert fit.status == "no residual"
    assert not len(fit.coef)
