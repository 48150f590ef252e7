"""Tests of the scan over cuts."""

from itertools import permutations

import numpy as np
import pytest

from core.stats.regression import cut_scan
from core.stats.regression.cut_scan import bootstrap_cuts, scan_cuts


def test_the_maximal_statistic_its_cut_and_its_p_agree_with_maxstat(raw):
    case = raw["maxstat_cutoff"]
    (expected,) = (e for e in case["expected"] if e["data_case"] in raw)
    data = raw[expected["data_case"]]["data"]
    found = scan_cuts(data[expected["x"]], data[expected["y"]], 1, ranks=expected["scores"] == "rank")
    assert abs(found.statistic[found.best]) == pytest.approx(expected["statistic"], abs=case["tol"]["statistic"])
    assert found.cut[found.best] == expected["cutpoint"]
    assert found.p == pytest.approx(expected["p_ge"], abs=1e-3)


def test_p_is_that_of_all_permutations_with_ties_counted():
    x, y = np.array([1, 2, 2, 3, 4, 5, 6]), np.array([1, 1, 1, 0, 1, 0, 0])
    found = scan_cuts(x, y, 1, permutations=40_000, least=0.2)
    last = [i for i in range(1, 5) if x[i] < x[i + 1]]
    spread = [np.sqrt(m * (7 - m) / (7 * 6) * ((y - y.mean()) ** 2).sum()) for m in np.add(last, 1)]
    orders = np.array(list(set(permutations(y.tolist()))))
    most = np.abs(np.cumsum(orders - y.mean(), axis=1)[:, last] / spread).max(1)
    own = np.abs(found.statistic).max()
    assert found.p == pytest.approx((most >= own - 1e-12).mean(), abs=0.01)


def test_the_statistic_is_the_standardised_difference_of_two_groups():
    rng = np.random.default_rng(16)
    x, y = rng.integers(0, 12, 60), rng.normal(size=60)
    found = scan_cuts(x, y, 1, permutations=100)
    for i, cut in enumerate(found.cut):
        low, high = y[x <= cut], y[x > cut]
        assert (found.n_low[i], found.n_high[i]) == (len(low), len(high))
        assert (found.mean_low[i], found.mean_high[i]) == pytest.approx((low.mean(), high.mean()))
        variance = y.var(ddof=1) * (1 / len(low) + 1 / len(high))
        assert found.statistic[i] == pytest.approx((low.mean() - high.mean()) / np.sqrt(variance))
    assert (found.n_low >= 6).all() and (found.n_high >= 6).all()


def test_under_no_effect_p_is_below_five_percent_no_more_often_than_that():
    rng = np.random.default_rng(17)
    x = np.arange(40)
    found = [scan_cuts(x, rng.random(40) < 0.4, seed, permutations=200).p for seed in range(300)]
    assert np.mean(np.array(found) <= 0.05) < 0.09


def test_stacks_bound_memory_and_leave_the_seed_its_meaning(monkeypatch):
    rng = np.random.default_rng(18)
    x, y = rng.normal(size=30), rng.random(30) < 0.5
    assert scan_cuts(x, y, 3).p == scan_cuts(x, y, 3).p
    whole = scan_cuts(x, y, 3, permutations=500).p
    monkeypatch.setattr(cut_scan, "_CELLS", 3000)
    assert scan_cuts(x, y, 3, permutations=500).p == whole


def test_the_best_cut_of_resamples_gathers_where_the_step_is():
    rng = np.random.default_rng(19)
    x = rng.integers(0, 20, 200)
    y = (rng.random(200) < np.where(x <= 8, 0.9, 0.1)).astype(float)
    found = bootstrap_cuts(x, y, 1, draws=300)
    assert found.cut[found.share.argmax()] == 8
    assert found.share.sum() == pytest.approx(1) and found.n_used == 300
    assert found.share[found.cut == 8] > 0.8


def test_the_best_cut_of_a_resample_is_that_of_its_own_scan():
    rng = np.random.default_rng(20)
    x, y = rng.integers(0, 9, 25), rng.normal(size=25)
    found = bootstrap_cuts(x, y, 2, draws=1)
    drawn = np.random.default_rng(2).integers(0, 25, (1, 25))[0]
    scan = scan_cuts(x[drawn], y[drawn], 1, permutations=1)
    assert found.cut.tolist() == [scan.cut[scan.best]]


def test_what_cannot_be_scanned_says_why():
    assert scan_cuts([], [], 1).status == "no patients"
    assert scan_cuts([1, 2, 3], [1, 1, 1], 1).status == "no variation in the outcome"
    assert scan_cuts([2, 2, 2], [0, 1, 1], 1).status == "no candidate cut"
    assert scan_cuts([1], [1], 1).p is None
    assert bootstrap_cuts([], [], 1).n_used == bootstrap_cuts([1, 1], [0, 1], 1).n_used == 0
    assert bootstrap_cuts([1, 2, 3], [1, 1, 1], 1).n_used == 0
    for wrong in (([1, 2], [1], 0.1), ([1, np.nan], [0, 1], 0.1), ([1, 2], [0, 1], 0.5)):
        with pytest.raises(ValueError):
            scan_cuts(wrong[0], wrong[1], 1, least=wrong[2])
