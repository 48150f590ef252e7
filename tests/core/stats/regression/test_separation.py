"""Tests of separation and the columns that bring it."""

import numpy as np
import pytest

from core.stats.regression.logistic import fit_logistic
from core.stats.regression.separation import find_separation


def test_the_endometrial_study_is_separated_by_one_column(case):
    r = case("firth_endometrial")
    found = find_separation(r.x, r.n, r.events)
    assert (found.kind, found.columns, found.signs) == ("quasi-complete", (1,), (1,))
    finite = [0, 2, 3]
    limit = fit_logistic(r.x[found.overlap][:, finite], r.n[found.overlap], r.events[found.overlap])
    expected = r.expected["ml_limit_finite_coef"], r.expected["ml_limit_finite_se"]
    assert limit.coef == pytest.approx([expected[0][r.names[j]] for j in finite], abs=1e-8)
    assert limit.se == pytest.approx([expected[1][r.names[j]] for j in finite], abs=1e-8)


def test_a_zero_cell_and_its_mirror_go_to_opposite_infinities():
    x = [[1, 0], [1, 1]]
    up, down = find_separation(x, [10, 10], [4, 10]), find_separation(x, [10, 10], [4, 0])
    assert (up.kind, up.columns, up.signs) == ("quasi-complete", (1,), (1,))
    assert (down.kind, down.columns, down.signs) == ("quasi-complete", (1,), (-1,))
    assert up.overlap.tolist() == [True, False]


def test_complete_separation_leaves_no_overlap():
    z = np.linspace(-1, 1, 12)
    found = find_separation(np.column_stack([np.ones(12), z]), np.ones(12), z > 0.3)
    assert (found.kind, found.columns) == ("complete", (0, 1))
    assert not found.overlap.any()


def test_separation_by_a_combination_of_columns_is_found():
    rng = np.random.default_rng(8)
    x = np.column_stack([np.ones(60), rng.normal(size=(60, 3))])
    found = find_separation(x, np.ones(60), x @ [0.2, 1, -1, 0] > 0)
    assert found.kind == "complete"


def test_separation_agrees_with_the_end_of_the_fit(cohort):
    kinds = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        x, n, events = cohort(seed, k=int(rng.integers(8, 40)), p=int(rng.integers(2, 8)))
        fit, found = fit_logistic(x, n, events), find_separation(x, n, events)
        kinds.append(found.kind)
        if fit.status in ("ok", "separated"):
            assert (found.kind == "none") == (fit.status == "ok")
            assert (len(found.columns) > 0) == (fit.status == "separated")
    assert {*kinds} == {"none", "quasi-complete", "complete"}


def test_the_overlap_has_a_finite_fit_without_the_infinite_columns(cohort):
    tried = 0
    for seed in range(200):
        x, n, events = cohort(seed, k=25, p=6, rate=0.15)
        found = find_separation(x, n, events)
        if found.kind != "quasi-complete" or found.status != "ok":
            continue
        again = find_separation(x[found.overlap], n[found.overlap], events[found.overlap])
        assert again.kind == "none"
        tried += 1
    assert tried > 20


def test_pathological_input_ends_in_a_kind_or_a_status(pathological):
    found = {name: find_separation(x, n, events) for name, x, n, events in pathological}
    assert found["no rows"].status == found["zero weights"].status == "no patients"
    assert (found["nobody responded"].kind, found["nobody responded"].status) == ("complete", "no events")
    assert found["duplicate column"].kind == found["constant column"].kind == "none"
    assert found["complete separation"].kind == found["as many patients as columns"].kind == "complete"
    assert found["quasi separation"].kind == "quasi-complete"


def test_a_coefficient_that_may_go_either_way_has_no_sign():
    x = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
    found = find_separation(x, [5, 5, 0, 5], [2, 5, 0, 5])
    assert (found.columns, found.signs) == ((1, 2), (1, 0))


def test_ten_thousand_patterns_are_no_matter_for_memory():
    rng = np.random.default_rng(21)
    x = np.column_stack([np.ones(10_000), rng.normal(size=(10_000, 4)), np.arange(10_000) < 300])
    events = np.where(x[:, 5] == 1, 1, rng.random(10_000) < 0.5)
    found = find_separation(x, np.ones(10_000), events)
    assert (found.kind, found.columns, found.signs) == ("quasi-complete", (5,), (1,))
    assert found.overlap.sum() == 9_700
