"""Tests of Rubin's rules."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.stats.regression.least_squares import fit_least_squares
from core.stats.regression.pooling import pool, pooled_test

MICE = Path(__file__).parents[3] / "reference" / "imputation.json"  # made by imputation.R beside it


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
    spread = np.array([fit.coef for fit in fits]).std(0, ddof=1)
    assert found.monte_carlo * found.se == pytest.approx(spread / np.sqrt(len(fits)))


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


def test_whole_terms_agree_with_mice_d1():
    few = json.loads(MICE.read_text(encoding="utf-8"))["few"]
    coef, covariance = np.array(few["coefs"]), np.array(few["covariances"]).reshape(20, 7, 7)
    f, k, df, p, _ = few["pooled"]["d1"]
    race = [3, 4]
    found = pooled_test(coef[:, race], covariance[:, race][:, :, race], 189 - 7)
    assert (found.statistic, found.df, found.p) == (pytest.approx(f, rel=1e-9), k, pytest.approx(p, rel=1e-9))
    assert 0 < df < 182


def test_of_one_coefficient_the_d1_test_is_the_t_test(fits):
    coef, covariance = np.array([fit.coef for fit in fits]), np.array([fit.covariance for fit in fits])
    found = pool(coef, np.einsum("mpp->mp", covariance), fits[0].df_residual)
    alone = pooled_test(coef[:, [1]], covariance[:, 1:2, 1:2], fits[0].df_residual)
    assert alone.p == pytest.approx(found.p[1], rel=1e-9)
    assert alone.statistic == pytest.approx((found.coef[1] / found.se[1]) ** 2, rel=1e-9)


def test_with_few_patients_and_much_missing_the_d1_test_takes_the_fewest_degrees_of_freedom():
    rng = np.random.default_rng(1)
    coef, covariance = rng.normal(1, 3, (5, 2)), np.tile(np.eye(2), (5, 1, 1))
    for df in (1.0, 3.0, 8.0, 60.0):
        found = pooled_test(coef, covariance, df)
        assert found.p is not None
        assert 0 < found.p < 1
