"""Least squares from rows, or from patterns with the patients, the sum and the sum of squares of their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Test
from core.stats.counts import normal_quantile
from core.stats.regression.patterns import Array, centred, counts, design
from core.stats.regression.rank import has_full_rank
from core.stats.regression.tails import f_tail, t_quantile, two_sided_t

F_TEST = "F test"
LeastSquaresStatus = Literal[
    "ok", "no patients", "aliased", "no degrees of freedom left", "no residual variation", "no residual"
]


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquaresFit:
    """A least squares fit: coef (p,) in the outcome's units per unit of x, covariance (p, p), and how it ended.

    Unless status is "ok" the arrays are empty and the numbers 0.
    """

    coef: Array
    covariance: Array
    n: float
    residual_ss: float
    total_ss: float
    status: LeastSquaresStatus

    @property
    def se(self) -> Array:
        """Give the classical standard errors (p,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def t(self) -> Array:
        """Give the t statistics (p,)."""
        return np.asarray(self.coef / self.se)

    @property
    def p(self) -> Array:
        """Give the two-sided p-values (p,) on df_residual."""
        return two_sided_t(self.t, self.df_residual)

    @property
    def df_residual(self) -> float:
        """Give the degrees of freedom left, patients minus coefficients."""
        return self.n - len(self.coef)

    @property
    def sigma(self) -> float:
        """Give the residual standard deviation, in the outcome's units."""
        return float(np.sqrt(self.residual_ss / self.df_residual)) if self.df_residual else 0.0

    @property
    def r2(self) -> float:
        """Give the share of the variation about the mean that the fit explains."""
        return 1 - self.residual_ss / self.total_ss if self.total_ss else 0.0

    @property
    def adjusted_r2(self) -> float:
        """Give R2 with each sum of squares divided by its degrees of freedom."""
        return 1 - (1 - self.r2) * (self.n - 1) / self.df_residual if self.df_residual else 0.0

    @property
    def log_likelihood(self) -> float:
        """Give the normal log-likelihood at the maximum likelihood variance; AIC counts p + 1 parameters (as R)."""
        return -self.n / 2 * (log(2 * pi * self.residual_ss / self.n) + 1) if self.residual_ss else 0.0

    def limits(self, level: float = 0.95) -> tuple[Array, Array]:
        """Give the lower and upper t limits (p,) of the coefficients; ValueError for a level outside 0..1."""
        normal_quantile(level)
        width = t_quantile(level, self.df_residual) * self.se
        return self.coef - width, self.coef + width


def fit_least_squares(x: npt.ArrayLike, y: npt.ArrayLike) -> LeastSquaresFit:
    """Give the least squares fit of outcomes y (k,) to the rows x (k, p), the first column the intercept."""
    matrix = design(x)
    outcome = _finite(y, "y", len(matrix))
    return _fit(matrix, np.ones(len(matrix)), outcome, 0.0)


def fit_least_squares_patterns(
    x: npt.ArrayLike, n: npt.ArrayLike, sum_y: npt.ArrayLike, sum_y2: npt.ArrayLike
) -> LeastSquaresFit:
    """Give the fit of rows from their patterns: x (k, p), patients n, sums of y and of y squared (k,).

    The same as on rows but for the digits which sum y^2 - (sum y)^2 / n loses: shift y near its mean before summing.
    """
    matrix = design(x)
    size = counts(n, "n", (len(matrix),))
    kept = size > 0
    total, squares = _finite(sum_y, "sum_y", len(size))[kept], counts(sum_y2, "sum_y2", size.shape)[kept]
    size = size[kept]
    within = np.where(size > 1, squares - total**2 / size, 0.0)
    return _fit(matrix[kept], size, total / size, float(np.maximum(within, 0).sum()))


def _finite(values: npt.ArrayLike, name: str, size: int) -> Array:
    """Give `values` as float64 (size,); ValueError names the array that is misshapen or not finite."""
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (size,) or not np.isfinite(array).all():
        raise ValueError(f"{name} must be {size} finite numbers; got shape {array.shape}")
    return array


def _fit(x: Array, n: Array, mean: Array, within: float) -> LeastSquaresFit:
    """Give the fit of pattern means (k,), weighted by n, with `within` the squares about those means.

    QR of centred and scaled columns (Golub 1965, doi 10.1007/BF01436075).
    """
    if not len(n):
        return _failed(0.0, "no patients")
    if not has_full_rank(x):
        return _failed(float(n.sum()), "aliased")
    patients, p = float(n.sum()), x.shape[1]
    if patients <= p:
        return _failed(patients, "no degrees of freedom left")
    root = np.sqrt(n)
    here = centred(x, n)
    middle = float(n @ mean / patients)
    target = root * (mean - middle)
    q, r = np.linalg.qr(root[:, None] * here.x)
    slopes = np.linalg.solve(r, q.T @ target)
    residual = target - root * (here.x @ slopes)
    residual_ss, total_ss = float(residual @ residual) + within, float(target @ target) + within
    if residual_ss <= 1e-26 * (total_ss + patients * middle**2):
        return _failed(patients, "no residual variation")
    half = here.back @ np.linalg.inv(r)
    coef = here.back @ slopes
    coef[0] += middle
    return LeastSquaresFit(coef, half @ half.T * (residual_ss / (patients - p)), patients, residual_ss, total_ss, "ok")


def _failed(n: float, status: LeastSquaresStatus) -> LeastSquaresFit:
    """Give a fit that ended without estimates."""
    return LeastSquaresFit(np.empty(0), np.empty((0, 0)), n, 0.0, 0.0, status)


def f_tests(fit: LeastSquaresFit, blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
    """Give for each block of columns the F test that all its coefficients are 0 (type III: each given all others).

    statistic = b' V^-1 b / q, the same as from the residual sums of squares with and without the q columns. p is None,
    with the status of the fit as note, where it failed.
    """
    if fit.status != "ok":
        return tuple(Test(method=F_TEST, p=None, note=fit.status) for _ in blocks)
    return tuple(_f_test(fit, sorted(set(block))) for block in blocks)


def _f_test(fit: LeastSquaresFit, block: list[int]) -> Test:
    """Give the F test of one block."""
    b, q = fit.coef[block], len(block)
    statistic = float(b @ np.linalg.solve(fit.covariance[np.ix_(block, block)], b)) / q
    return Test(method=F_TEST, p=f_tail(statistic, q, fit.df_residual), statistic=statistic, df=q)
