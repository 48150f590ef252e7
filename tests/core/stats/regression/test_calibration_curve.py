"""Tests of observed against predicted risk."""

from itertools import pairwise

import numpy as np
import pytest

from core.stats.intervals import proportion
from core.stats.regression.calibration_curve import FEWEST, GROUPS, calibration_curve


def random_patients(seed, k=70):
    """Give log odds, n and events of k patients."""
    rng = np.random.default_rng(seed)
    score = rng.normal(size=k)
    return score, np.ones(k), (rng.random(k) < 1 / (1 + np.exp(-score))).astype(float)


@pytest.mark.parametrize("k", [3, 12, 25, 70, 400])
def test_groups_hold_everyone_once_in_the_order_of_risk(k):
    score, n, events = random_patients(k, k)
    found = calibration_curve(score, n, events, 1.0, 0.95)
    groups = found.groups
    assert len(groups) == min(GROUPS, max(1, k // FEWEST))
    assert max(one.n for one in groups) - min(one.n for one in groups) <= 1
    assert (sum(one.n for one in groups), sum(one.events for one in groups)) == (k, events.sum())
    assert all(a.high < b.low for a, b in pairwise(groups))
    assert sum(one.n * one.predicted for one in groups) == pytest.approx((1 / (1 + np.exp(-score))).sum())
    assert sum(one.n for one in found.risks) == k
    for one in groups:
        assert one.low <= one.predicted <= one.high
        assert one.observed == proportion(one.events, one.n, "wilson", 0.95)


def test_patients_of_the_same_risk_are_never_parted():
    found = calibration_curve([0.0, 1.0, 2.0], [80, 3, 17], [30, 2, 15], None, 0.95)
    assert [(one.n, one.events) for one in found.groups] == [(80, 30), (20, 17)]
    assert found.expected == ()


def test_the_expected_line_keeps_the_number_of_responders_and_has_the_slope():
    score, n, events = random_patients(4)
    line = calibration_curve(score, n, events, 0.6, 0.95).expected
    predicted, expected = (np.log(part / (1 - part)) for part in np.array(line).T)
    slope, intercept = np.polyfit(predicted, expected, 1)
    assert slope == pytest.approx(0.6, abs=1e-9)
    assert (1 / (1 + np.exp(-(intercept + 0.6 * score)))).sum() == pytest.approx(events.sum(), abs=1e-6)
    assert (line[0][0], line[-1][0]) == pytest.approx((1 / (1 + np.exp(-score.min())), 1 / (1 + np.exp(-score.max()))))


@pytest.mark.parametrize("slope", [-0.4, 0.0, 3.0])
def test_extreme_predictions_and_slopes_stay_finite(slope):
    found = calibration_curve([-800.0, 0.0, 800.0], [5, 5, 5], [0, 2, 5], slope, 0.95)
    assert np.isfinite(found.expected).all()
    assert [one.middle for one in found.risks] == pytest.approx([0.01, 0.51, 0.99])
