"""Tests of the area under the ROC curve."""

import numpy as np
import pytest

from core.stats.regression.discrimination import auc, auc_difference
from core.stats.regression.logistic import fit_logistic


def test_area_interval_and_comparison_agree_with_proc(raw):
    case = raw["roc_delong_asah"]
    data, expected = case["data"], case["expected"]
    n = np.ones(len(data["outcome"]))
    for name in ("s100b", "ndka"):
        found = auc(data[name], n, data["outcome"])
        assert found.value == pytest.approx(expected[f"auc_{name}"], abs=1e-12)
        assert (found.low, found.high) == pytest.approx(expected[f"ci_{name}"], abs=1e-9)
    test = auc_difference(data["s100b"], data["ndka"], n, data["outcome"])
    assert (test.statistic, test.p) == pytest.approx((expected["delong_z"], expected["delong_p"]), abs=1e-9)


def test_the_area_of_a_fit_agrees_with_proc(case, raw):
    r, expected = case("logit_birthwt_full"), raw["performance_birthwt"]["expected"]
    found = auc((r.x @ fit_logistic(r.x, r.n, r.events).coef).round(10), r.n, r.events)
    assert found.value == pytest.approx(expected["auc"], abs=1e-8)
    assert (found.low, found.high) == pytest.approx(expected["auc_ci"], abs=1e-8)


def test_the_area_is_the_share_of_pairs_in_the_right_order():
    rng = np.random.default_rng(13)
    for _ in range(20):
        score, y = rng.integers(0, 8, 30), rng.random(30) < 0.4
        pairs = score[y][:, None] - score[~y][None]
        assert auc(score, np.ones(30), y).value == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean())


def test_patterns_give_the_interval_of_their_rows():
    rng = np.random.default_rng(14)
    for _ in range(20):
        n = rng.integers(0, 5, 12)
        events = rng.binomial(n, 0.5)
        score = rng.integers(0, 6, 12)
        rows = np.concatenate([np.repeat(score, events), np.repeat(score, n - events)])
        y = np.arange(len(rows)) < events.sum()
        patterns, single = auc(score, n, events), auc(rows, np.ones(len(rows)), y)
        assert (patterns.value, patterns.low, patterns.high) == pytest.approx((single.value, single.low, single.high))


def test_what_has_no_area_says_why():
    assert auc([], [], []).note == "no patients"
    assert auc([1, 2], [1, 1], [0, 0]).note == "nobody responded"
    assert auc([1, 2], [1, 1], [1, 1]).note == "everyone responded"
    one = auc([1, 2, 3], [1, 1, 1], [0, 0, 1])
    assert (one.value, one.low, one.note) == (1, None, "one patient of an outcome: no interval")
    assert auc([1, 2, 3, 4], np.ones(4), [0, 0, 1, 1]).note.startswith("outcomes do not overlap")
    assert auc_difference([1, 2], [2, 1], [1, 1], [0, 1]).p is None
    assert auc_difference([1, 2, 3, 4], [1, 2, 3, 4], np.ones(4), [0, 1, 0, 1]).p is None
