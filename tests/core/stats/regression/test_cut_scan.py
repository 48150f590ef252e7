"""Tests of the scan over cuts."""

from itertools import combinations
from math import comb

import numpy as np
import pytest

from core.stats.regression.cut_scan import bootstrap_cuts, scan_cuts


def test_the_maximal_statistic_its_cut_and_its_p_agree_with_maxstat(raw):
    case = raw["maxstat_cutoff"]
    expected, tol = case["expected"], case["tol"]
    data = raw[expected["data_case"]]["data"]
    found = scan_cuts(data[expected["x"]], data[expected["y"]])
    assert found.statistic[found.best] == pytest.approx(expected["statistic"], abs=tol["statistic"])
    assert found.cut[found.best] == expected["cutpoint"]
    assert found.p == pytest.approx(expected["p_ge"], abs=tol["p_ge"])


@pytest.mark.parametrize("least", [0.0, 0.2, 0.4])
@pytest.mark.parametrize("responders", [(0,), (0, 1, 2, 4), (0, 3, 4, 5, 7), (1, 2, 3, 4, 5, 6, 7, 8)])
def test_p_is_that_of_all_orders_with_ties_counted(responders, least):
    x, y = np.array([1, 2, 2, 3, 4, 5, 6, 6, 8]), np.isin(np.arange(9), responders).astype(float)
    found = scan_cuts(x, y, least=least)
    m = found.n_low.astype(int)
    spread = np.sqrt(m * (9 - m) / (9 * 8) * ((y - y.mean()) ** 2).sum())
    orders = np.array([np.isin(np.arange(9), chosen) for chosen in combinations(range(9), len(responders))])
    most = np.abs(np.cumsum(orders - y.mean(), axis=1)[:, m - 1] / spread).max(1)
    assert found.p == pytest.approx((most >= np.abs(found.statistic).max() - 1e-12).mean(), rel=1e-12)


def test_a_p_far_out_keeps_its_digits():
    responders = np.arange(60) < 20
    found = scan_cuts(np.arange(60), responders, least=0.1)
    assert found.p == pytest.approx(2 / comb(60, 20), rel=1e-9)  # all at one end, or all at the other


def test_the_statistic_is_the_standardised_difference_of_two_groups():
    rng = np.random.default_rng(16)
    x, y = rng.integers(0, 12, 60), (rng.random(60) < 0.4).astype(float)
    found = scan_cuts(x, y)
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
    found = [scan_cuts(x, rng.random(40) < 0.4).p for _ in range(1000)]
    assert 0.02 < np.mean(np.array(found) <= 0.05) < 0.065


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
    x, y = rng.integers(0, 9, 25), (rng.random(25) < 0.5).astype(float)
    found = bootstrap_cuts(x, y, 2, draws=1)
    drawn = np.random.default_rng(2).integers(0, 25, (1, 25))[0]
    scan = scan_cuts(x[drawn], y[drawn])
    assert found.cut.tolist() == [scan.cut[scan.best]]


def test_what_cannot_be_scanned_says_why():
    assert scan_cuts([], []).status == "no patients"
    assert scan_cuts([1, 2, 3], [1, 1, 1]).status == "no variation in the outcome"
    assert scan_cuts([2, 2, 2], [0, 1, 1]).status == "no candidate cut"
    assert scan_cuts([1], [1]).p is None
    assert bootstrap_cuts([], [], 1).n_used == bootstrap_cuts([1, 1], [0, 1], 1).n_used == 0
    assert bootstrap_cuts([1, 2, 3], [1, 1, 1], 1).n_used == 0
    for wrong in (([1, 2], [1], 0.1), ([1, np.nan], [0, 1], 0.1), ([1, 2], [0, 2], 0.1), ([1, 2], [0, 1], 0.5)):
        with pytest.raises(ValueError):
            scan_cuts(wrong[0], wrong[1], least=wrong[2])
