"""Slopes of one least squares model as they are printed: estimate, t interval, t test; F tests of terms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy.typing as npt

from core.domain.estimates import Estimate, Test
from core.domain.model import Errors
from core.stats.regression.least_squares import LeastSquaresFit, LeastSquaresStatus, f_tests, fit_least_squares_patterns
from core.stats.regression.robust import fit_hc3

SCALE = "percentage points"
INTERVALS: dict[Errors, str] = {"classical": "t", "hc3": "t (HC3)"}
T_TESTS: dict[Errors, str] = {"classical": "t test", "hc3": "t test (HC3)"}
F_TESTS: dict[Errors, str] = {"classical": "F test", "hc3": "F test (HC3)"}


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Design x (k, p) with the intercept first, patients n (k,), and the sum and sum of squares of their outcomes."""

    x: npt.ArrayLike
    n: npt.ArrayLike
    total: npt.ArrayLike
    squares: npt.ArrayLike


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """Estimate and test of every slope, in the order of the columns; empty unless `status` is "ok"."""

    status: LeastSquaresStatus
    estimates: tuple[Estimate, ...] = ()
    tests: tuple[Test, ...] = ()
    r2: float | None = None
    residual_sd: float | None = None


def slopes(data: Sums, level: float, errors: Errors = "classical") -> Slopes:
    """Give the slopes (the intercept left out) with classical or HC3 standard errors."""
    return slopes_of(_fitted(data, errors), level, errors)


def slopes_of(fit: LeastSquaresFit, level: float, errors: Errors) -> Slopes:
    """Give the slopes of a fit whose covariance is of these standard errors."""
    if fit.status != "ok":
        return Slopes(status=fit.status)
    low, high = fit.limits(level)
    return Slopes(
        status="ok",
        estimates=tuple(
            Estimate(scale=SCALE, value=float(b), low=float(down), high=float(up), level=level, method=INTERVALS[errors])
            for b, down, up in list(zip(fit.coef, low, high, strict=True))[1:]
        ),
        tests=tuple(
            Test(method=T_TESTS[errors], p=float(p), statistic=float(t), df=int(fit.df_residual))
            for t, p in list(zip(fit.t, fit.p, strict=True))[1:]
        ),
        r2=fit.r2,
        residual_sd=fit.sigma,
    )


def slope_tests(data: Sums, blocks: Sequence[Sequence[int]], errors: Errors = "classical") -> tuple[Test, ...]:
    """Give the F test of each block of columns together (type III)."""
    return slope_tests_of(_fitted(data, errors), blocks, errors)


def slope_tests_of(fit: LeastSquaresFit, blocks: Sequence[Sequence[int]], errors: Errors) -> tuple[Test, ...]:
    """Give the F tests of a fit whose covariance is of these standard errors."""
    return tuple(replace(test, method=F_TESTS[errors]) for test in f_tests(fit, blocks))


def _fitted(data: Sums, errors: Errors) -> LeastSquaresFit:
    fit = fit_hc3 if errors == "hc3" else fit_least_squares_patterns
    return fit(data.x, data.n, data.total, data.squares)
