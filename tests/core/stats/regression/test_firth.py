"""Tests of the fit penalised by Jeffreys' prior."""

import numpy as np
import pytest
from scipy.special import ndtr

from core.stats.regression.firth import fit_firth


@pytest.mark.parametrize("name", ["firth_endometrial", "firth_2x2_zero_cell"])
def test_coefficients_and_both_kinds_of_errors_agree_with_r(case, name):
    r = case(name)
    fit = fit_firth(r.x, r.n, r.events)
    assert fit.status == "ok"
    assert fit.coef == pytest.approx(r.of("coef"), rel=1e-10)
    assert fit.se_fisher == pytest.approx(r.of("se_fisher"), rel=1e-10)
    assert fit.se_augmented == pytest.approx(r.of("se_augmented"), rel=1e-10)
    assert fit.penalised_log_likelihood == pytest.approx(r.expected["penalised_loglik_full"], rel=1e-12)
    assert 2 * ndtr(-np.abs(fit.coef / fit.se_fisher)) == pytest.approx(r.of("p_wald_fisher"), rel=1e-8)


def test_the_endometrial_study_is_as_published(case):
    r = case("firth_endometrial")
    fit = fit_firth(r.x, r.n, r.events)
    for name, published in r.expected["published"]["coef"].items():
        assert fit.coef[r.names.index(name)] == pytest.approx(published, abs=r.tol["published"])
        assert fit.se_fisher[r.names.index(name)] == pytest.approx(r.expected["published"]["se"][name], abs=r.tol["published"])


def test_a_2x2_table_is_the_closed_form_with_half_a_patient_in_each_cell():
    rng = np.random.default_rng(6)
    for _ in range(50):
        n = rng.integers(1, 40, 2)
        events = rng.integers(0, n + 1)
        if events.sum() in (0, n.sum()):
            continue
        fit = fit_firth([[1, 0], [1, 1]], n, events)
        logit = np.log((events + 0.5) / (n - events + 0.5))
        assert fit.coef == pytest.approx([logit[0], logit[1] - logit[0]], abs=1e-9)
        inside = (n + 1) / ((events + 0.5) * (n - events + 0.5))
        variance = 1 / (n * ((events + 0.5) / (n + 1)) * ((n - events + 0.5) / (n + 1)))
        assert fit.se_augmented[0] == pytest.approx(np.sqrt(inside[0]), rel=1e-9)
        assert fit.se_fisher == pytest.approx(np.sqrt([variance[0], variance.sum()]), rel=1e-9)


def test_the_score_of_firth_is_zero_at_the_fit(cohort):
    for seed in range(30):
        x, n, events = cohort(seed, k=40, p=5)
        fit = fit_firth(x, n, events)
        mu = 1 / (1 + np.exp(-(x @ fit.coef)))
        h = mu * (1 - mu) * np.einsum("kp,pq,kq->k", x, fit.covariance_fisher, x)
        assert (events - mu + h * (0.5 - mu)) @ x == pytest.approx(0, abs=1e-7)


def test_patterns_give_the_fit_of_their_rows():
    rng = np.random.default_rng(7)
    for _ in range(10):
        x = np.column_stack([np.ones(120), rng.integers(0, 3, 120), rng.random((120, 3)) < 0.3]).astype(float)
        events = (rng.random(120) < 0.2).astype(float)
        cells, place = np.unique(x, axis=0, return_inverse=True)
        rows = fit_firth(x, np.ones(120), events)
        patterns = fit_firth(cells, np.bincount(place), np.bincount(place, events))
        assert patterns.coef == pytest.approx(rows.coef, abs=1e-9)
        assert patterns.penalised_log_likelihood == pytest.approx(rows.penalised_log_likelihood, rel=1e-12)


def test_pathological_input_ends_in_a_status_and_separation_in_finite_numbers(pathological):
    found = {}
    for name, x, n, events in pathological:
        fit = fit_firth(x, n, events)
        found[name] = fit.status
        assert np.isfinite(fit.coef).all() and (fit.coef.size > 0) == (fit.status == "ok")
        assert np.isfinite(fit.se_fisher).all() and np.isfinite(fit.se_augmented).all()
    assert found["nobody responded"] == "no events" and found["no rows"] == "no patients"
    assert found["complete separation"] == found["quasi separation"] == found["as many patients as columns"] == "ok"


def test_random_subgroups_end_in_a_fit_or_a_reason(cohort):
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x, n, events = cohort(seed, k=int(rng.integers(1, 40)), p=int(rng.integers(2, 9)))
        fit = fit_firth(x, n, events)
        assert fit.status != "not converged"
        assert np.isfinite(fit.coef).all() and (fit.status == "ok") == (fit.coef.size == x.shape[1])
