"""Tests of the ROC curve."""

import numpy as np
import pytest

from core.domain.diagnostics import MOST_SINGLE
from core.stats.regression.discrimination import auc
from core.stats.regression.logistic import fit_logistic
from core.stats.regression.roc import roc_curve


def area(points):
    """Give the area under straight lines between the points."""
    x, y = [one.false_positive for one in points], [one.sensitivity for one in points]
    return float(np.trapezoid(y, x))


def test_the_area_and_the_number_of_scores_are_those_of_r(case):
    r = case("logit_birthwt_full")
    score = r.x @ fit_logistic(r.x, r.n, r.events).coef
    scores, points = roc_curve(score, r.n, r.events)
    assert scores == 184 - 1  # pROC::roc(y, fitted(f)): one threshold between any two scores and one beyond either end
    assert area(points) == pytest.approx(0.759973924380704, abs=1e-12)


def test_the_area_under_the_lines_is_that_of_delong_with_ties_too(cohort):
    for seed in range(5):
        x, n, events = cohort(seed)
        for score in (x[:, 1], x[:, 2], np.zeros(len(x))):
            assert area(roc_curve(score, n, events)[1]) == pytest.approx(auc(score, n, events).value, abs=1e-12)


def test_the_curve_runs_from_nobody_to_everybody_in_counts_and_never_back():
    scores, points = roc_curve([0.0, 1.0, 1.0 + 1e-13, -2.0], [3, 2, 1, 4], [1, 2, 0, 0])
    assert scores == 3  # two agree but for rounding
    assert [(one.responders, one.others) for one in points] == [(0, 0), (2, 1), (3, 3), (3, 7)]
    assert (points[0].risk, points[1].risk) == (None, pytest.approx(1 / (1 + np.exp(-1))))
    assert (points[-1].sensitivity, points[-1].false_positive) == (1, 1)


def test_of_very_many_scores_a_part_is_drawn_from_end_to_end():
    rng = np.random.default_rng(5)
    score = rng.normal(size=9000)
    events = (rng.random(9000) < 1 / (1 + np.exp(-score))).astype(float)
    scores, points = roc_curve(score, np.ones(9000), events)
    assert scores == 9000
    assert len(points) == MOST_SINGLE + 1
    assert (points[-1].sensitivity, points[-1].false_positive) == (1, 1)
    assert area(points) == pytest.approx(auc(score, np.ones(9000), events).value, abs=1e-4)


@pytest.mark.parametrize("events", [[0, 0], [1, 1]])
def test_without_both_outcomes_there_is_no_curve(events):
    assert roc_curve([0.0, 1.0], [1, 1], events) == (0, ())
