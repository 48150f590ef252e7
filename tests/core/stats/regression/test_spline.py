"""Restricted cubic splines, held to R's Hmisc and to R's glm on its columns.

R 4.2.2, Hmisc 4.8-0:
    x <- c(2, 3, 3, 5, 8, 9, 12, 15, 15, 20, 24, 30); y <- c(1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0)
    for (k in c(3, 5)) { b <- rcspline.eval(x, nk = k, inclx = FALSE); print(attr(b, "knots")); print(b[c(4, 8, 12), ]) }
    f <- glm(y ~ rcspline.eval(x, knots = quantile(x, c(.1, .5, .9)), inclx = TRUE), family = binomial,
             control = glm.control(epsilon = 1e-14, maxit = 100)); coef(f)
"""

import numpy as np
import pytest

from core.stats.regression.logistic import fit_logistic
from core.stats.regression.spline import bends, knots_at

X = [2, 3, 3, 5, 8, 9, 12, 15, 15, 20, 24, 30]
Y = [1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0]
COUNTED = [(float(value), 1) for value in X]


def test_the_columns_of_three_knots_are_those_of_hmisc() -> None:
    assert knots_at(COUNTED, 3) == (8.0, 10.5, 15.0)
    assert bends([5, 15, 30], (8.0, 10.5, 15.0))[:, 0] == pytest.approx([0, 4.107142857142858, 20.178571428571473], rel=1e-12)


def test_the_columns_of_given_knots_make_the_fit_of_r() -> None:
    knots = np.quantile(X, [0.1, 0.5, 0.9])
    design = np.column_stack([np.ones(12), X, bends(X, knots)])
    fit = fit_logistic(design, np.ones(12), Y)
    assert fit.coef == pytest.approx([1.6662780802878616, -0.2008074757691534, 0.1891688802956308], rel=1e-9)


def test_a_curve_is_a_line_beyond_its_outer_knots() -> None:
    knots = (2.0, 5.0, 9.0, 14.0)
    beyond = bends([14.0, 20.0, 26.0, 32.0], knots)
    assert np.diff(beyond, 2, axis=0) == pytest.approx(np.zeros((2, 2)), abs=1e-9)
    assert bends([-3.0, 2.0], knots) == pytest.approx(np.zeros((2, 2)))


def test_values_too_few_or_too_much_alike_have_no_knots() -> None:
    assert knots_at([], 3) == ()
    assert knots_at([(1.0, 5)], 3) == ()
    assert knots_at([(1.0, 30), (2.0, 30)], 4) == ()
    assert knots_at([(float(value), 1) for value in range(9)], 3) == ()


def test_many_patients_have_knots_at_fixed_quantiles() -> None:
    assert knots_at([(float(value), 1) for value in range(101)], 5) == (5.0, 27.5, 50.0, 72.5, 95.0)


def test_two_knots_or_knots_that_do_not_rise_make_no_curve() -> None:
    for wrong in ((1.0, 2.0), (1.0, 1.0, 2.0)):
        with pytest.raises(ValueError, match="three knots"):
            bends([1.0], wrong)
