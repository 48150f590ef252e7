"""Standard errors of least squares that do not ask for equal variances."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.stats.regression.least_squares import LeastSquaresFit, fit_least_squares_patterns
from core.stats.regression.patterns import Array, counts, design

_FULL = 1 - 1e-9
"""From this leverage on a patient decides the fit at that point alone, and has no residual to judge it by."""


def fit_hc3(x: npt.ArrayLike, n: npt.ArrayLike, sum_y: npt.ArrayLike, sum_y2: npt.ArrayLike) -> LeastSquaresFit:
    """Give the fit of `fit_least_squares_patterns` with the HC3 covariance (MacKinnon & White 1985, doi
    10.1016/0304-4076(85)90158-7): V X' diag(e^2 / (1 - h)^2) X V, with V = (X'X)^-1, residuals e and leverages h = x' V x.

    A pattern's sum of e^2 is that about its mean and n (mean - fitted)^2. Status "no residual" where a patient's leverage
    is 1.
    """
    fit = fit_least_squares_patterns(x, n, sum_y, sum_y2)
    if fit.status != "ok":
        return fit
    size = counts(n, "n", (len(design(x)),))
    kept = size > 0
    rows, size = design(x)[kept], size[kept]
    total, squares = np.asarray(sum_y, dtype=np.float64)[kept], np.asarray(sum_y2, dtype=np.float64)[kept]
    bread = fit.covariance / fit.sigma**2
    leverage = np.einsum("kp,pq,kq->k", rows, bread, rows)
    if (leverage > _FULL).any():
        return replace(fit, coef=np.empty(0), covariance=np.empty((0, 0)), status="no residual")
    residual = _residual_squares(rows @ fit.coef, size, total, squares)
    half = bread @ rows.T * (np.sqrt(residual) / (1 - leverage))
    return replace(fit, covariance=half @ half.T)


def _residual_squares(fitted: Array, n: Array, total: Array, squares: Array) -> Array:
    """Give the sum of squared residuals of the patients of every pattern (k,)."""
    mean = total / n
    within = np.where(n > 1, squares - total * mean, 0.0)
    return np.asarray(np.maximum(within, 0.0) + n * (mean - fitted) ** 2)
