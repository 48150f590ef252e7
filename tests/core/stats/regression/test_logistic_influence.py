"""Tests of what each kind of patient does to a logistic fit."""

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.logistic_estimates import Data, fitted
from core.stats.regression.batch import leave_one_out
from core.stats.regression.firth import fit_firth
from core.stats.regression.logistic_influence import kind_influence

# R: f <- glm(y ~ x - 1, family=binomial, control=glm.control(epsilon=1e-15, maxit=100)); cooks.distance(f); hatvalues(f)
# g <- the same without row 12 (from 0); (coef(f) - coef(g)) / sqrt(diag(vcov(f)))
ROWS = [12, 170, 146, 13, 32]
COOK = [0.0448136303300106, 0.0425286225802802, 0.0413944817231, 0.0317500541886717, 0.031467944359607]
LEVERAGE = [0.118738760144246, 0.0908085148212233, 0.123816219285975, 0.105442600410902, 0.15335855382074]
SUM_OF_COOK = 1.19066818584829
DFBETAS = [
    -0.244430202513544, -0.0487214582891992, 0.376062572995197, -0.0343855673198355, -0.071329806325672, 0.105485163338311,
    0.00539637830394117, -0.657358337626833, 0.0268738011691506, 0.133035516089434, 0.0218688805037267,
]  # fmt: skip


def found_by_row(x, n, events, *, penalised=False):
    """Give the influence in the order of rows (n = 1)."""
    _, coef, covariance = fitted(Data(x, n, events), penalised=penalised)
    left = leave_one_out(x, n, events, penalised=penalised)
    return kind_influence(x, (coef, covariance), left, penalised=penalised), np.argsort(left.pattern)


def test_cooks_distance_leverage_and_refits_agree_with_r(case):
    r = case("logit_birthwt_full")
    found, order = found_by_row(r.x, r.n, r.events)
    assert found.bounded.all() and np.isfinite(found.without).all()
    assert np.argsort(-found.cook[order])[:5].tolist() == ROWS
    assert found.cook[order][ROWS] == pytest.approx(COOK, rel=1e-8)
    assert found.cook.sum() == pytest.approx(SUM_OF_COOK, rel=1e-8)
    assert found.leverage[order][ROWS] == pytest.approx(LEVERAGE, rel=1e-8)
    assert found.leverage.sum() == pytest.approx(11, rel=1e-8)
    assert found.dfbetas[order][12] == pytest.approx(DFBETAS, rel=1e-7, abs=1e-9)


def test_cooks_distance_and_leverage_agree_with_statsmodels(cohort):
    for seed in range(1, 6):
        x, n, events = cohort(seed)
        found, order = found_by_row(x, n, events)
        other = sm.GLM(events, x, family=sm.families.Binomial()).fit(tol=1e-14).get_influence()
        assert found.leverage[order] == pytest.approx(other.hat_matrix_diag, rel=1e-8)
        assert found.cook[order] == pytest.approx(other.cooks_distance[0], rel=1e-8)


def test_patients_who_are_alike_are_one_kind_with_the_influence_of_one_of_them(cohort):
    x, _, events = cohort(2)
    x = np.column_stack([x[:, 0], x[:, 2:4]])
    rows, place = np.unique(x, axis=0, return_inverse=True)
    n, responders = np.bincount(place).astype(float), np.bincount(place, events)
    single, order = found_by_row(x, np.ones(len(x)), events)
    together, _ = found_by_row(rows, n, responders)
    kind_of = {(int(a), bool(b)): at for at, (a, b) in enumerate(zip(together.pattern, together.responder, strict=True))}
    at = [kind_of[int(a), bool(b)] for a, b in zip(place, events, strict=True)]
    assert together.cook[at] == pytest.approx(single.cook[order], rel=1e-8)
    assert together.dfbetas[at] == pytest.approx(single.dfbetas[order], rel=1e-6, abs=1e-8)


def test_of_firths_fit_the_distance_is_that_of_fitting_anew_without_the_patient(cohort):
    x, n, events = cohort(1, k=40, p=4)
    found, order = found_by_row(x, n, events, penalised=True)
    fit = fit_firth(x, n, events)
    for row in (0, 7, 33):
        change = fit.coef - fit_firth(np.delete(x, row, 0), np.delete(n, row), np.delete(events, row)).coef
        expected = change @ np.linalg.inv(fit.covariance_fisher) @ change / 4
        assert found.cook[order][row] == pytest.approx(expected, rel=1e-6)
        assert found.dfbetas[order][row] == pytest.approx(change / fit.se_fisher, rel=1e-6, abs=1e-9)


def test_without_a_patient_whose_absence_separates_an_estimate_is_infinite():
    x = np.column_stack([np.ones(10), np.repeat([0.0, 1.0], 5)])
    events = np.array([0, 0, 0, 1, 1, 1, 1, 1, 1, 0.0])
    found, order = found_by_row(x, np.ones(10), events)
    assert found.without[order][9] == pytest.approx([np.log(2 / 3), np.inf])
    assert found.dfbetas[order][9] == pytest.approx([0, -np.inf], abs=1e-8)
    assert np.isfinite(found.without[order][:9]).all()
    assert found.bounded.all()  # Cook's distance needs no refit
