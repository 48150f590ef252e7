"""Tests of the bootstrap."""

import numpy as np
import pytest

from core.stats.regression.firth import fit_firth
from core.stats.regression.logistic import fit_logistic
from core.stats.regression.patterns import patterns
from core.stats.regression.resampling import Bootstrap, bootstrap, resamples


def test_resamples_hold_as_many_patients_and_expect_the_observed_counts():
    for times in (1, 40):
        data = patterns(np.ones((4, 1)), [5 * times, 1, 2, 4], [2 * times, 1, 0, 4])
        n, events = resamples(data, 4000, seed=1)
        assert (n.sum(1) == data.n.sum()).all() and (events <= n).all()
        assert n.mean(0) == pytest.approx(data.n, rel=0.05)
        assert events.mean(0) == pytest.approx(data.events, rel=0.05, abs=1e-12)
        share = data.n / data.n.sum()
        assert n.var(0) == pytest.approx(data.n * (1 - share), rel=0.1)


def test_refits_equal_single_fits_of_the_resamples(cohort):
    x, n, events = cohort(4, k=80, p=4)
    found = bootstrap(x, n, events, seed=5, draws=60)
    drawn = resamples(patterns(x, n, events), 60, 5)
    single = [fit.coef for fit in (fit_logistic(x, a, b) for a, b in zip(*drawn, strict=True)) if fit.status == "ok"]
    finite = found.coef[np.isfinite(found.coef).all(1)]
    assert len(finite) == len(single) <= found.n_used <= found.n_drawn == 60
    assert finite == pytest.approx(np.array(single), abs=1e-5)
    low, high = Bootstrap(finite, 60, "ok").limits(0.9)
    assert low == pytest.approx(np.quantile(single, 0.05, axis=0), abs=1e-5)
    assert high == pytest.approx(np.quantile(single, 0.95, axis=0), abs=1e-5)


def test_a_limit_is_infinite_where_that_much_of_its_tail_is():
    middle = np.linspace(-1, 1, 81)
    tail = [np.full(10, np.inf), np.full(9, -np.inf)]
    low, high = Bootstrap(np.concatenate([middle, *tail])[:, None], 100, "ok").limits(0.8)
    assert high == np.inf
    assert low == pytest.approx(np.quantile(np.concatenate([middle, [9] * 10, [-9] * 9]), 0.1))
    # type 7 of 89 values: between the 80th, 0.975, and the 81st, 1, a fifth of the way
    _, high = Bootstrap(np.concatenate([middle, np.full(8, np.inf)])[:, None], 100, "ok").limits(0.8)
    assert high == pytest.approx(0.98)


def test_samples_of_a_level_without_failures_count_as_infinite_and_others_keep_their_finite_coefficients():
    x = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1]])
    found = bootstrap(x, [20, 12, 20], [8, 11, 12], seed=3, draws=400)
    n, events = resamples(patterns(x, [20, 12, 20], [8, 11, 12]), 400, 3)
    assert (found.coef[:, 1] == np.inf).sum() == (events[:, 1] == n[:, 1]).sum() > 100
    logits = np.log(events) - np.log(np.maximum(n - events, 1e-300))
    assert found.coef[:, 2] == pytest.approx(logits[:, 2] - logits[:, 0], abs=1e-4)
    low, high = found.limits()
    assert high[1] == np.inf and np.isfinite(low).all() and np.isfinite(high[2])
    assert found.n_used == 400


def test_penalised_refits_are_nearer_to_single_fits_than_samples_are_to_one_another(cohort):
    x, n, events = cohort(4, k=80, p=4)
    found = bootstrap(x, n, events, seed=5, draws=60, penalised=True)
    drawn = resamples(patterns(x, n, events), 60, 5)
    single = np.array([fit_firth(x, a, b).coef for a, b in zip(*drawn, strict=True)])
    assert np.abs(found.coef - single).max() < 0.001 * single.std(0).min()


def test_one_seed_gives_one_answer_and_another_another(cohort):
    x, n, events = cohort(6)
    first, again, other = (bootstrap(x, n, events, seed, draws=50).coef for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[:10], other[:10])


def test_few_refits_give_no_limits(cohort):
    x, n, events = cohort(6)
    assert bootstrap(x, n, events, 1, draws=20).limits() is None


def test_pathological_input_ends_in_a_status(pathological):
    for _, x, n, events in pathological:
        for penalised in (False, True):
            found = bootstrap(x, n, events, 1, draws=50, penalised=penalised)
            assert not np.isnan(found.coef).all(1).any()
            assert found.n_used == 0 or found.status == "ok"


def test_part_of_a_patient_cannot_be_drawn():
    with pytest.raises(ValueError, match="whole"):
        bootstrap([[1.0]], [2.5], [1], 1)
