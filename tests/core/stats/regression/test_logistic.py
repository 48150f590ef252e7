"""Tests of the maximum likelihood fit."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import ndtr

from core.stats.regression.logistic import fit_logistic


@pytest.mark.parametrize("name", ["logit_birthwt_full", "logit_titanic_freq_weights"])
def test_coefficients_and_errors_agree_with_r(case, name):
    r = case(name)
    fit = fit_logistic(r.x, r.n, r.events)
    assert fit.status == "ok"
    assert fit.coef == pytest.approx(r.of("coef"), rel=1e-10)
    assert fit.se == pytest.approx(r.of("se"), rel=1e-10)
    assert 2 * ndtr(-np.abs(fit.coef / fit.se)) == pytest.approx(r.of("p_wald"), rel=r.tol["p"])
    assert fit.log_likelihood == pytest.approx(r.expected["loglik"], rel=1e-12)
    if "vcov" in r.expected:
        assert fit.covariance == pytest.approx(np.array(r.expected["vcov"]), rel=1e-8)


def test_the_subgroup_without_its_aliased_columns_agrees_with_r(case):
    r = case("logit_subgroup_aliased")
    assert fit_logistic(r.x, r.n, r.events).status == "aliased"
    kept = [j for j, name in enumerate(r.names) if name in r.expected["coef"]]
    fit = fit_logistic(r.x[:, kept], r.n, r.events)
    assert fit.coef == pytest.approx(list(r.expected["coef"].values()), rel=1e-10)
    assert fit.se == pytest.approx(list(r.expected["se"].values()), rel=1e-10)
    assert -2 * fit.log_likelihood == pytest.approx(r.expected["deviance"], rel=1e-12)


def test_fits_agree_with_statsmodels(cohort):
    for seed in range(20):
        x, n, events = cohort(seed, k=150)
        fit = fit_logistic(x, n, events)
        other = sm.Logit(events, x).fit(method="newton", tol=1e-14, disp=0)
        assert fit.coef == pytest.approx(other.params, rel=1e-8)
        assert fit.se == pytest.approx(other.bse, rel=1e-8)
        assert fit.log_likelihood == pytest.approx(other.llf, rel=1e-10)


def test_patterns_give_the_fit_of_their_rows():
    rng = np.random.default_rng(4)
    for _ in range(20):
        x = np.column_stack([np.ones(300), rng.integers(0, 3, 300), rng.random((300, 3)) < 0.5]).astype(float)
        events = (rng.random(300) < 0.4).astype(float)
        cells, place = np.unique(x, axis=0, return_inverse=True)
        rows = fit_logistic(x, np.ones(300), events)
        patterns = fit_logistic(cells, np.bincount(place), np.bincount(place, events))
        assert patterns.coef == pytest.approx(rows.coef, abs=1e-10)
        assert patterns.covariance == pytest.approx(rows.covariance, abs=1e-10)
        assert patterns.log_likelihood == pytest.approx(rows.log_likelihood, rel=1e-12)


def test_every_digit_survives_a_column_far_from_zero(cohort):
    x, n, events = cohort(5)
    year = x.copy()
    year[:, 1] += 1e6
    near, far = fit_logistic(x, n, events), fit_logistic(year, n, events)
    assert far.coef[1:] == pytest.approx(near.coef[1:], rel=1e-8)
    assert far.se[1:] == pytest.approx(near.se[1:], rel=1e-8)


def test_separation_is_a_status_with_the_supremum_of_the_likelihood(case):
    r = case("firth_endometrial")
    fit = fit_logistic(r.x, r.n, r.events)
    assert (fit.status, fit.coef.size, fit.covariance.size) == ("separated", 0, 0)
    without = r.x[:, 1] == 0
    limit = fit_logistic(r.x[without][:, [0, 2, 3]], r.n[without], r.events[without])
    assert fit.log_likelihood == pytest.approx(limit.log_likelihood, abs=1e-8)


def test_pathological_input_ends_in_a_status_and_never_in_a_number(pathological):
    found = {}
    for name, x, n, events in pathological:
        fit = fit_logistic(x, n, events)
        found[name] = fit.status
        assert np.isfinite(fit.coef).all() and np.isfinite(fit.covariance).all()
        assert (fit.coef.size > 0) == (fit.status == "ok")
    assert found["no rows"] == found["zero weights"] == "no patients"
    assert found["nobody responded"] == "no events"
    assert found["everyone responded"] == found["one patient"] == "no non-events"
    assert {found[name] for name in ("constant column", "zero column", "duplicate column", "combination")} == {"aliased"}
    assert found["fewer patients than columns"] == "aliased"
    separated = ("as many patients as columns", "complete separation", "quasi separation", "mostly zero weights")
    assert {found[name] for name in separated} == {"separated"}
    assert found["huge values"] == found["tiny values"] == found["one outlier"] == "ok"


def test_random_subgroups_end_in_a_fit_or_a_reason(cohort):
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x, n, events = cohort(seed, k=int(rng.integers(1, 40)), p=int(rng.integers(2, 9)))
        fit = fit_logistic(x, n, events)
        assert fit.status != "not converged"
        assert np.isfinite(fit.coef).all() and (fit.status == "ok") == (fit.coef.size == x.shape[1])


def test_counts_that_cannot_be_are_refused():
    for n, events in (([1, 1], [2, 0]), ([1, -1], [0, 0]), ([1, np.inf], [0, 0]), ([1], [1])):
        with pytest.raises(ValueError):
            fit_logistic([[1.0], [1.0]], n, events)
