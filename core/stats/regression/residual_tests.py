"""Tests of what least squares takes for granted: equal variances and normal errors; the error of prediction."""

from math import asin, exp, log, pi, sqrt

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Test
from core.stats.regression.least_squares import fit_least_squares
from core.stats.regression.patterns import Array
from core.stats.special import chi_square_tail

BREUSCH_PAGAN, SHAPIRO_WILK = "studentised Breusch-Pagan test", "Shapiro-Wilk test"
_MOST = 5000


def breusch_pagan(x: npt.ArrayLike, residuals: npt.ArrayLike) -> Test:
    """Give the test that the variance of the residuals (k,) does not change with the columns of x (k, p), intercept first.

    n R2 of the squared residuals on x, against chi-square on p - 1 degrees of freedom (Breusch & Pagan 1979,
    doi 10.2307/1911963, studentised by Koenker 1981, doi 10.1016/0304-4076(81)90062-2). p is None where the regression of
    the squares has no fit.
    """
    matrix = np.asarray(x, dtype=np.float64)
    fit = fit_least_squares(matrix, np.asarray(residuals, dtype=np.float64) ** 2)
    if fit.status != "ok" or not fit.total_ss:
        return Test(method=BREUSCH_PAGAN, p=None, note=fit.status if fit.status != "ok" else "no residual variation")
    statistic, df = max(0.0, len(matrix) * fit.r2), matrix.shape[1] - 1
    return Test(method=BREUSCH_PAGAN, p=chi_square_tail(statistic, df), statistic=statistic, df=df)


def shapiro_wilk(values: npt.ArrayLike) -> Test:
    """Give the test that the values (n,) come from one normal distribution; the statistic is W.

    W = (sum a x)^2 / sum (x - mean)^2 of the values in order, with a'a = 1; a and p by Royston's approximation (1995, AS R94,
    doi 10.2307/2986146), for 3 to 5,000 values that differ.
    """
    x = np.sort(np.asarray(values, dtype=np.float64))
    n, spread = len(x), x - x.mean()
    if not 3 <= n <= _MOST or not spread.any() or x[-1] - x[0] <= 1e-12 * abs(x).max():
        note = "needs 3 to 5,000 values" if not 3 <= n <= _MOST else "the values do not differ"
        return Test(method=SHAPIRO_WILK, p=None, note=note)
    half = _weights(n)
    both = np.concatenate([-half, np.zeros(n - 2 * len(half)), half[::-1]])
    cosine = min(1.0, float(both @ spread) / sqrt(float(both @ both) * float(spread @ spread)))
    return Test(method=SHAPIRO_WILK, p=_royston(cosine**2, (1 - cosine) * (1 + cosine), n), statistic=cosine**2)


def _weights(n: int) -> Array:
    """Give the weights of the upper half of the values, the largest first (Royston 1992, doi 10.1007/BF01891203)."""
    from scipy.special import ndtri

    if n == 3:
        return np.array([sqrt(0.5)])
    m = -ndtri((np.arange(1, n // 2 + 1) - 0.375) / (n + 0.25))
    sum_squares, u = 2 * float(m @ m), 1 / sqrt(n)
    first = _poly((0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056), u) + m[0] / sqrt(sum_squares)
    if n <= 5:
        scale = sqrt((sum_squares - 2 * m[0] ** 2) / (1 - 2 * first**2))
        return np.array([first, *(m[1:] / scale)])
    second = _poly((0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633), u) + m[1] / sqrt(sum_squares)
    scale = sqrt((sum_squares - 2 * m[0] ** 2 - 2 * m[1] ** 2) / (1 - 2 * first**2 - 2 * second**2))
    return np.array([first, second, *(m[2:] / scale)])


def _royston(w: float, rest: float, n: int) -> float:
    """Give the p-value of W from n values; `rest` is 1 - W with all its digits."""
    from scipy.special import ndtr

    if n == 3:
        return max(0.0, 6 / pi * (asin(sqrt(w)) - asin(sqrt(0.75))))
    if not rest:
        return 1.0
    y = log(rest)
    if n <= 11:
        bound = _poly((-2.273, 0.459), n)
        if y >= bound:
            return 0.0
        y = -log(bound - y)
        mean = _poly((0.544, -0.39978, 0.025054, -6.714e-4), n)
        spread = exp(_poly((1.3822, -0.77857, 0.062767, -0.0020322), n))
    else:
        mean = _poly((-1.5861, -0.31082, -0.083751, 0.0038915), log(n))
        spread = exp(_poly((-0.4803, -0.082676, 0.0030302), log(n)))
    return float(ndtr((mean - y) / spread))


def _poly(coefficients: tuple[float, ...], x: float) -> float:
    return sum(one * x**power for power, one in enumerate(coefficients))
