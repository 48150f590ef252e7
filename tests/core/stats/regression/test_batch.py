"""Tests of many weightings fitted at once."""

import numpy as np
import pytest

from core.stats.regression import batch
from core.stats.regression.batch import fit_batch, leave_one_out
from core.stats.regression.firth import fit_firth
from core.stats.regression.logistic import fit_logistic


@pytest.mark.parametrize(("penalised", "single"), [(False, fit_logistic), (True, fit_firth)])
def test_each_fit_equals_the_single_fit_of_its_weighting(cohort, penalised, single):
    x, _, _ = cohort(1, k=40, p=5)
    rng = np.random.default_rng(10)
    n = rng.integers(0, 4, (60, 40))
    n[0], n[1, 5:] = 0, 0
    events = rng.binomial(n, 0.3)
    events[2], events[3] = 0, n[3]
    fits = fit_batch(x, n, events, penalised=penalised)
    for b in range(60):
        alone = single(x, n[b], events[b])
        assert fits.status[b] == alone.status
        assert fits.converged[b] == (alone.status == "ok")
        assert fits.coef[b] == pytest.approx(alone.coef if alone.coef.size else 0, abs=1e-8)


def test_stacks_give_what_one_batch_gives(cohort, monkeypatch):
    x, n, events = cohort(2)
    sizes = np.tile(n, (9, 1))
    sizes[np.arange(9), np.arange(9)] = 3
    whole = fit_batch(x, sizes, np.tile(events, (9, 1)))
    monkeypatch.setattr(batch, "_CELLS", 150)
    assert fit_batch(x, sizes, np.tile(events, (9, 1))).coef == pytest.approx(whole.coef, abs=1e-10)


@pytest.mark.parametrize(("penalised", "single"), [(False, fit_logistic), (True, fit_firth)])
def test_leaving_out_each_patient_equals_the_refits(cohort, penalised, single):
    x, n, events = cohort(3, k=40, p=4)
    found = leave_one_out(x, n, events, penalised=penalised)
    assert len(found.coef) == 40 and found.converged.all()
    refits = {}
    for row, (i, responder) in enumerate(zip(found.pattern, found.responder, strict=True)):
        assert events[i] == responder
        refits[i] = single(np.delete(x, i, 0), np.delete(n, i), np.delete(events, i)).coef
        assert found.coef[row] == pytest.approx(refits[i], abs=1e-8)
    every = np.array(list(refits.values()))
    assert found.low == pytest.approx(every.min(0), abs=1e-8) and found.high == pytest.approx(every.max(0), abs=1e-8)


def test_patients_who_are_alike_are_left_out_once():
    x = np.array([[1.0, 0], [1, 1], [1, 2]])
    found = leave_one_out(x, [9, 0, 8], [3, 0, 5])
    assert sorted(zip(found.pattern.tolist(), found.responder.tolist(), strict=True)) == [
        (0, False),
        (0, True),
        (2, False),
        (2, True),
    ]


def test_pathological_input_ends_in_a_status(pathological):
    for _, x, n, events in pathological:
        for penalised in (False, True):
            found = leave_one_out(x, n, events, penalised=penalised)
            assert found.status == (fit_firth if penalised else fit_logistic)(x, n, events).status
            assert np.isfinite(found.coef).all()
            fits = fit_batch(x, np.stack([n, 0 * n]), np.stack([events, 0 * events]), penalised=penalised)
            assert np.isfinite(fits.coef).all() and fits.status[1] == "no patients"


def test_weightings_of_the_wrong_shape_are_refused():
    with pytest.raises(ValueError, match="must both be"):
        fit_batch([[1.0], [1.0]], [1, 1], [0, 1])
    with pytest.raises(ValueError, match="between 0 and n"):
        fit_batch([[1.0], [1.0]], [[1, 1]], [[0, 2]])
