"""What each patient does to a least squares fit: leverage, studentised residuals, Cook's distance, dfbetas."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.regression.least_squares import LeastSquaresFit
from core.stats.regression.patterns import Array, Mask, centred, design

_FULL = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """One entry a row: leverage, residuals in the outcome's units and studentised, Cook's distance, dfbetas (k, p), and
    `change` (k, p), the coefficients less those without the row, in their units.

    `bounded` marks the rows with a leverage below 1: without another the fit does not exist. `defined` marks those for which
    the studentised quantities exist; where a row determines a coefficient alone, or no degree of freedom would be left
    without it, they are 0.
    All arrays are empty for a fit that failed.
    """

    leverage: Array
    residuals: Array
    internal: Array
    external: Array
    cooks_distance: Array
    dfbetas: Array
    change: Array
    bounded: Mask
    defined: Mask


def influence(x: npt.ArrayLike, y: npt.ArrayLike, fit: LeastSquaresFit) -> Influence:
    """Give the influence of each of the rows x (k, p), y (k,) on their fit.

    h = x'(X'X)^-1 x; internal e / (s sqrt(1 - h)); external with s from the other rows; Cook's D = internal^2 h /
    ((1 - h) p) (Cook 1977, doi 10.1080/00401706.1977.10489493); dfbetas the change of a coefficient without the row in
    its standard errors at that s (Belsley, Kuh & Welsch 1980).
    """
    if fit.status != "ok":
        none = np.empty(0)
        square, nobody = np.empty((0, 0)), np.empty(0, dtype=np.bool_)
        return Influence(none, none, none, none, none, square, square, nobody, nobody)
    rows = design(x)
    p = rows.shape[1]
    residuals = np.asarray(y, dtype=np.float64) - rows @ fit.coef
    here = centred(rows, np.ones(len(rows)))
    q, r = np.linalg.qr(here.x)
    leverage = np.minimum(1.0, (q**2).sum(1))
    rest = 1 - leverage
    room = rest > _FULL
    rest = np.where(room, rest, 1.0)
    others = (fit.residual_ss - residuals**2 / rest) / max(fit.df_residual - 1, 1)
    defined = room & (fit.df_residual > 1) & (others > 1e-14 * fit.sigma**2)
    spread = np.sqrt(np.where(defined, others, 1.0))
    internal = np.where(room, residuals / (fit.sigma * np.sqrt(rest)), 0.0)
    change = (q @ (here.back @ np.linalg.inv(r)).T) * (residuals / rest)[:, None]
    unit = np.sqrt(np.diag(fit.covariance)) / fit.sigma
    return Influence(
        leverage,
        residuals,
        internal,
        np.where(defined, residuals / (spread * np.sqrt(rest)), 0.0),
        np.where(room, internal**2 * leverage / (rest * p), 0.0),
        np.where(defined[:, None], change / (spread[:, None] * unit), 0.0),
        np.where(room[:, None], change, 0.0),
        room,
        defined,
    )
