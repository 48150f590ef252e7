"""Least squares of very many patients in bounded memory: two passes over them, with the digits of an orthogonal method."""

import numpy as np

from core.stats.regression.coded import Block, CodedDesign
from core.stats.regression.least_squares import LeastSquaresFit, LeastSquaresStatus
from core.stats.regression.patterns import Array

_FULL = 1 - 1e-9
"""From this leverage on a patient decides the fit at that point alone."""


def fit_least_squares_streamed(design: CodedDesign, *, hc3: bool = False) -> LeastSquaresFit:
    """Give the least squares fit to all patients, as `fit_least_squares` does on their rows.

    Two passes: the moments of centred columns, then the residuals themselves, whose products with the columns correct the
    coefficients (Björck 1987, doi 10.1016/0024-3795(87)90101-7: the digits of an orthogonal method) and whose squares, with
    `hc3`, make the covariance of `fit_hc3`.
    """
    if design.n <= design.p:
        return _unfitted(design, "no degrees of freedom left" if design.n else "no patients")
    here, to = design.centred()
    middle = here.total / here.n
    moments, products, total = _moments(here, middle)
    bread = np.asarray(np.linalg.inv(moments), dtype=np.float64)
    slopes = bread @ products
    residual, left, meat = _residuals(here, slopes, middle, bread if hc3 else None)
    if residual <= 1e-26 * (total + here.n * middle**2):
        return _unfitted(design, "no residual variation")
    if hc3 and meat is None:
        return _unfitted(design, "no residual")
    coef = to.back @ (slopes + bread @ left)
    coef[0] += middle
    inner = bread @ meat @ bread if hc3 and meat is not None else bread * (residual / (here.n - here.p))
    return LeastSquaresFit(coef, to.back @ inner @ to.back.T, float(here.n), residual, total, "ok")


def _moments(here: CodedDesign, middle: float) -> tuple[Array, Array, float]:
    """Give X'X (p, p), X'y (p,) and y'y, with y told from its mean."""
    moments, products, total = np.zeros((here.p, here.p)), np.zeros(here.p), 0.0
    for block in here.blocks():
        y = block.y - middle
        moments += block.x @ block.x.T
        products += block.x @ y
        total += float(y @ y)
    return moments, products, total


def _residuals(here: CodedDesign, slopes: Array, middle: float, bread: Array | None) -> tuple[float, Array, Array | None]:
    """Give the squares of the residuals, their products with the columns (p,), and with `bread` = (X'X)^-1 also
    X' diag(e^2 / (1 - h)^2) X (p, p): None where a patient's leverage is 1."""
    squares, products, meat = 0.0, np.zeros(here.p), np.zeros((here.p, here.p))
    full = False
    for block in here.blocks():
        residual = block.y - middle - slopes @ block.x
        squares += float(residual @ residual)
        products += block.x @ residual
        if bread is not None:
            part, alone = _spread(block, residual, bread)
            meat, full = meat + part, full or alone
    return squares, products, None if full else meat


def _spread(block: Block, residual: Array, bread: Array) -> tuple[Array, bool]:
    """Give the share of a block in the meat of the HC3 covariance, and whether a patient has leverage 1."""
    leverage = np.einsum("pm,pm->m", bread @ block.x, block.x)
    alone = bool((leverage > _FULL).any())
    weighted = block.x * (residual / np.maximum(1 - leverage, 1 - _FULL))
    return weighted @ weighted.T, alone


def _unfitted(design: CodedDesign, status: LeastSquaresStatus) -> LeastSquaresFit:
    return LeastSquaresFit(np.empty(0), np.empty((0, 0)), float(design.n), 0.0, 0.0, status)
