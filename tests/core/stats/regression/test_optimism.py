"""Tests of measures corrected for optimism."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

from core.stats.regression.calibration import calibration, performance
from core.stats.regression.discrimination import auc
from core.stats.regression.firth import fit_firth
from core.stats.regression.logistic import fit_logistic
from core.stats.regression.optimism import batch_auc, optimism
from core.stats.regression.patterns import patterns
from core.stats.regression.resampling import resamples


def by_loop(x, n, events, seed, draws, fit_one=fit_logistic):
    """Give apparent and corrected (AUC, Brier, slope) by a loop over single fits, as Harrell's book describes."""

    def measures(coef, size, responders, own):
        eta = x @ coef
        if fit_one is fit_firth:
            eta += brentq(lambda shift: own[0] @ expit(eta + shift) - own[1].sum(), -5, 5, xtol=1e-13)
        probability = 1 / (1 + np.exp(-eta))
        area = auc(eta.round(10), size, responders).value
        return area, performance(probability, size, responders).brier, calibration(eta, size, responders).slope

    coef = fit_one(x, n, events).coef
    gains = []
    for size, responders in zip(*resamples(patterns(x, n, events), draws, seed), strict=True):
        fit, own = fit_one(x, size, responders), (size, responders)
        if fit.status == "ok":
            gains.append(np.subtract(measures(fit.coef, *own, own), measures(fit.coef, n, events, own)))
    apparent = np.array(measures(coef, n, events, (n, events)))
    return apparent, apparent - np.mean(gains, axis=0)


def test_the_batch_equals_a_loop_of_single_fits(cohort):
    for seed in range(3):
        x, n, events = cohort(seed, k=90, p=4)
        found = optimism(x, n, events, seed=7, draws=40)
        apparent, corrected = by_loop(x, n, events, 7, 40)
        measures = (found.auc, found.brier, found.slope)
        assert [m.apparent for m in measures] == pytest.approx(apparent, abs=1e-8)
        assert [m.corrected for m in measures] == pytest.approx(corrected, abs=1e-8)
        assert found.slope.apparent == pytest.approx(1, abs=1e-8)
        assert (found.n_drawn, found.n_used) == (40, 40)


def test_of_firths_fits_the_intercepts_are_corrected(cohort):
    x, n, events = cohort(1, k=90, p=4)
    found = optimism(x, n, events, seed=7, draws=30, penalised=True)
    apparent, corrected = by_loop(x, n, events, 7, 30, fit_firth)
    measures = (found.auc, found.brier, found.slope)
    assert [m.apparent for m in measures] == pytest.approx(apparent, abs=1e-8)
    assert [m.corrected for m in measures] == pytest.approx(corrected, abs=1e-5)


def test_separated_samples_are_counted():
    x = np.array([[1.0, 0], [1, 1]])
    found = optimism(x, [20, 12], [8, 11], seed=3, draws=200)
    n, events = resamples(patterns(x, [20, 12], [8, 11]), 200, 3)
    assert found.n_separated == (events[:, 1] == n[:, 1]).sum() > 50
    assert found.n_used == 200 - found.n_separated


def test_correction_makes_every_measure_worse_where_there_is_nothing_to_find():
    rng = np.random.default_rng(11)
    x = np.column_stack([np.ones(80), rng.normal(size=(80, 6))])
    found = optimism(x, np.ones(80), rng.random(80) < 0.5, 1, draws=100, penalised=True)
    assert found.auc.corrected < found.auc.apparent
    assert found.brier.corrected > found.brier.apparent
    assert found.slope.corrected < found.slope.apparent


def test_areas_of_a_batch_are_those_of_single_scores_with_ties_and_weights():
    rng = np.random.default_rng(12)
    scores, n = rng.integers(0, 6, (30, 25)) * 1.0, rng.integers(0, 4, (30, 25))
    events = rng.binomial(n, 0.5)
    single = [auc(*row).value for row in zip(scores, n, events, strict=True)]
    assert batch_auc(scores, n, events) == pytest.approx(single, abs=1e-12)


def test_pathological_input_ends_in_a_status_or_in_numbers(pathological):
    for _, x, n, events in pathological:
        for penalised in (False, True):
            found = optimism(x, n, events, 1, draws=20, penalised=penalised)
            for measure in (found.auc, found.brier, found.slope):
                assert measure is None or np.isfinite([measure.apparent, measure.corrected]).all()
                assert (measure is None) == (found.n_used == 0)
