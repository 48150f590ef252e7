"""Diagnostics of a least squares fit, against R's lm of its mtcars."""

import numpy as np
import pytest

from core.stats.least_squares_diagnostics import linear_measures, single_checks
from core.stats.regression.quantiles import ordered_t
from core.stats.slopes import Sums

MPG = [21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5,
       15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4]  # fmt: skip
WT = [2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2, 1.615,
      1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78]  # fmt: skip
HP = [110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150, 150, 245, 175, 66,
      91, 113, 264, 175, 335, 109]  # fmt: skip
AM = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
X = np.column_stack([np.ones(32), WT, HP, AM])
Y = np.array(MPG, dtype=float)
# R: m <- lm(mpg ~ wt + hp + am, mtcars); e <- resid(m); h <- hatvalues(m)
R2, ADJUSTED, SIGMA = 0.839890305067833, 0.822735694896529, 2.5375119399427  # summary(m)
PREDICTED = 0.787859652989445  # 1 - sum((e / (1 - h))^2) / sum((mpg - mean(mpg))^2)
BP = (5.53404839814933, 0.136616269880267)  # 32 * summary(lm(e^2 ~ wt + hp + am))$r.squared; pchisq(, 3, lower = FALSE)
SW = (0.945295947842425, 0.105898727339424)  # shapiro.test(e)
ROWS, COOK = [16, 19, 17], [0.333916908306439, 0.158551310701936, 0.143499884859088]  # cooks.distance(m), from 0
STUDENT = [2.26278429434055, 2.51630241063811, 2.29817812203726]  # rstudent(m)
DFBETAS = [-0.929900219836912, 0.972688100779458, -0.335009139331213, 0.540020935812508]  # dfbetas(m)[17, ]
LOW = [-3.7004356864863732, -0.0430794404260036, 1.3897227649198032]  # range of coef(lm(..., mtcars[-i, ])) over all i
HIGH = [-2.5295533302893447, -0.0336055293868518, 2.5618362358878852]
EXPECTED = [-2.27225323407673, -1.7371930051623, -1.45845810121489]  # qt(ppoints(32), m$df.residual - 1)
BAND = (-3.51251519256656, -1.26194245528125)  # qt(qbeta(c(.025, .975), 1, 32), 27)


def test_everything_that_single_patients_tell_agrees_with_r():
    found = single_checks(X, Y)
    assert found is not None
    assert found.predicted_r2 == pytest.approx(PREDICTED, rel=1e-10)
    assert (found.equal_variances.statistic, found.equal_variances.p) == pytest.approx(BP, rel=1e-9)
    assert (found.normality.statistic, found.normality.p) == pytest.approx(SW, rel=1e-8)
    assert np.argsort(-found.found.cooks_distance)[:3].tolist() == ROWS
    assert found.found.cooks_distance[ROWS] == pytest.approx(COOK, rel=1e-9)
    assert found.found.external[ROWS] == pytest.approx(STUDENT, rel=1e-9)
    assert found.found.dfbetas[16] == pytest.approx(DFBETAS, rel=1e-9)
    assert [low for _, low, _ in found.ranges] == pytest.approx(LOW, rel=1e-9)
    assert [high for _, _, high in found.ranges] == pytest.approx(HIGH, rel=1e-9)
    order = np.argsort(found.found.external)
    assert found.expected.value[order][:3] == pytest.approx(EXPECTED, rel=1e-9)
    assert (found.expected.low[order][0], found.expected.high[order][0]) == pytest.approx(BAND, rel=1e-9)
    assert found.df == 27
    assert found.fitted + found.found.residuals == pytest.approx(Y)


def test_the_measures_of_patterns_are_those_of_rows_and_of_r():
    rows = linear_measures(Sums(X, np.ones(32), Y, Y**2), [[1], [2, 3]])
    assert rows is not None
    assert (rows.r2, rows.adjusted_r2, rows.residual_sd) == pytest.approx((R2, ADJUSTED, SIGMA), rel=1e-9)
    assert (rows.whole.method, rows.whole.df) == ("F test", 3)
    assert len(rows.overlaps) == 2
    assert len(rows.slopes) == 3
    place = np.array(AM)
    sums = Sums(np.array([[1.0, 0], [1, 1]]), np.bincount(place), np.bincount(place, Y), np.bincount(place, Y**2))
    few, many = linear_measures(sums, [[1]]), linear_measures(Sums(X[:, [0, 3]], np.ones(32), Y, Y**2), [[1]])
    assert few is not None
    assert many is not None
    assert (few.r2, few.condition) == (pytest.approx(many.r2), pytest.approx(many.condition))


def test_without_a_fit_nothing_is_measured():
    x = np.column_stack([np.ones(3), [1, 2, 3], [1, 0, 1]])
    assert single_checks(x, [1.0, 2, 4]) is None
    assert linear_measures(Sums(x, np.ones(3), [1.0, 2, 4], [1.0, 4, 16]), [[1]]) is None


def test_a_patient_who_alone_has_a_level_is_left_out_of_the_ranges_and_of_the_quantiles():
    x = np.column_stack([np.ones(8), np.arange(8) == 3, np.arange(8)]).astype(float)
    found = single_checks(x, [1, 3, 2, 9, 5, 4, 6, 5.0])
    assert found is not None
    assert found.predicted_r2 is None
    assert (found.expected.value[3], found.found.bounded[3]) == (0, False)
    assert all(low is not None and np.isfinite(low) for _, low, _ in found.ranges)


def test_quantiles_are_in_the_order_of_the_values_within_their_band():
    values = np.array([0.3, -2.0, 5.0, 0.1])
    found = ordered_t(values, np.array([True, True, False, True]), 9)
    assert np.argsort(found.value[[0, 1, 3]]).tolist() == np.argsort(values[[0, 1, 3]]).tolist()
    assert (found.low[[0, 1, 3]] < found.value[[0, 1, 3]]).all() and (found.value[[0, 1, 3]] < found.high[[0, 1, 3]]).all()
    assert found.value[2] == 0
    assert not ordered_t(values, np.ones(4, dtype=bool), 0).value.any()
