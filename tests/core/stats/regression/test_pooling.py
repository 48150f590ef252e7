"""Tests of Rubin's rules."""

import numpy as np
import pytest

from core.stats.regression.least_squares import fit_least_squares
from core.stats.regression.pooling import pool


@pytest.fixture
def fits(raw):
    """Give the least squares fits to the five completed data sets of mice's example."""
    completed = raw["mi_rubin_pooling"]["data"]["completed"]
    return [fit_least_squares(np.column_stack([np.ones(len(d["age"])), d["age"], d["bmi"]]), d["chl"]) for d in completed]


def test_pooled_estimates_agree_with_mice(raw, fits):
    expected = raw["mi_rubin_pooling"]["expected"]
    found = pool([fit.coef for fit in fits], [fit.se**2 for fit in fits], fits[0].df_residual)
    low, high = found.limits()
    for values, key in (
        (found.coef, "coef"),
        (found.se, "se"),
        (found.df, "df"),
        (found.p, "p"),
        (low, "ci_lo"),
        (high, "ci_hi"),
        (found.fraction_missing, "fmi"),
        (found.relative_increase, "riv"),
    ):
        assert values == pytest.approx(list(expected[key].values()), rel=1e-9)


def test_data_sets_all_alike_add_no_variance(fits):
    fit = fits[0]
    for m in (1, 4):
        found = pool([fit.coef] * m, [fit.se**2] * m, fit.df_residual)
        assert found.coef == pytest.approx(fit.coef)
        assert found.se == pytest.approx(fit.se)
        assert found.relative_increase == pytest.approx(0, abs=1e-12)
        assert found.df == pytest.approx((fit.df_residual + 1) / (fit.df_residual + 3) * fit.df_residual)


def test_estimates_that_cannot_be_pooled_are_refused():
    for coef, variance, df in (([], [], 5), ([[1.0]], [[0.0]], 5), ([[np.nan]], [[1.0]], 5), ([[1.0]], [[1.0]], 0)):
        with pytest.raises(ValueError):
            pool(coef, variance, df)
