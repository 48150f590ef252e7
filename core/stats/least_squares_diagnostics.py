"""How far one least squares fit can be trusted: errors, overlap of terms, and what single patients decide."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Test
from core.stats.regression.collinearity import condition_number, variance_inflation
from core.stats.regression.influence import Influence, influence
from core.stats.regression.least_squares import LeastSquaresFit, f_tests, fit_least_squares, fit_least_squares_patterns
from core.stats.regression.patterns import Array
from core.stats.regression.quantiles import OrderedT, ordered_t
from core.stats.regression.residual_tests import breusch_pagan, shapiro_wilk
from core.stats.slopes import Sums

Limits = tuple[float, float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearMeasures:
    """The measures of one fit; `overlaps` has one number a block of columns, `slopes` one estimate a slope."""

    whole: Test
    r2: float
    adjusted_r2: float
    residual_sd: float
    condition: float | None
    overlaps: tuple[float | None, ...]
    slopes: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChecks:
    """What single patients tell of a fit: `ranges` (estimate, lowest, highest slope without any one of them), and one entry a
    row in `fitted` (k,), `found` and `expected`; `without` (k, p) are the coefficients without the row."""

    predicted_r2: float | None
    equal_variances: Test
    normality: Test
    df: int
    ranges: tuple[Limits, ...]
    fitted: Array
    found: Influence
    expected: OrderedT
    without: Array


def linear_measures(data: Sums, blocks: Sequence[Sequence[int]]) -> LinearMeasures | None:
    """Give the measures of the fit to patterns; None where it did not end with estimates."""
    fit = fit_least_squares_patterns(data.x, data.n, data.total, data.squares)
    if fit.status != "ok":
        return None
    return LinearMeasures(
        whole=f_tests(fit, [list(range(1, len(fit.coef)))])[0],
        r2=fit.r2,
        adjusted_r2=fit.adjusted_r2,
        residual_sd=fit.sigma,
        condition=condition_number(data.x, data.n),
        overlaps=tuple(one.per_coefficient for one in variance_inflation(fit.covariance, blocks)),
        slopes=tuple(map(float, fit.coef[1:])),
    )


def single_checks(x: npt.ArrayLike, y: npt.ArrayLike) -> SingleChecks | None:
    """Give what the rows x (k, p), y (k,) tell of their fit; None where it did not end with estimates.

    Predicted R2 = 1 - PRESS / total sum of squares, PRESS = sum (residual / (1 - leverage))^2, the squared errors of
    predicting each patient from the others (Allen 1974, doi 10.1080/00401706.1974.10489157); None where a leverage is 1.
    """
    fit = fit_least_squares(x, y)
    if fit.status != "ok":
        return None
    found = influence(x, y, fit)
    df = int(fit.df_residual) - 1
    return SingleChecks(
        predicted_r2=_predicted_r2(fit, found),
        equal_variances=breusch_pagan(x, found.residuals),
        normality=shapiro_wilk(found.residuals),
        df=df,
        ranges=_ranges(fit, found),
        fitted=np.asarray(y, dtype=np.float64) - found.residuals,
        found=found,
        expected=ordered_t(found.external, found.defined, df),
        without=fit.coef - found.change,
    )


def _predicted_r2(fit: LeastSquaresFit, found: Influence) -> float | None:
    if not found.bounded.all() or not fit.total_ss:
        return None
    return 1 - float(((found.residuals / (1 - found.leverage)) ** 2).sum()) / fit.total_ss


def _ranges(fit: LeastSquaresFit, found: Influence) -> tuple[Limits, ...]:
    without = (fit.coef - found.change)[found.bounded]
    if not len(without):
        return tuple((float(b), None, None) for b in fit.coef[1:])
    shown = zip(fit.coef, without.min(0), without.max(0), strict=True)
    return tuple((float(b), float(low), float(high)) for b, low, high in shown)[1:]
