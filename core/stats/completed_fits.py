"""One model fitted to each of several completed data sets, and the fits pooled into estimates and tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Estimate, Test
from core.domain.model import Errors
from core.stats.logistic_estimates import SCALE as ODDS_RATIO
from core.stats.logistic_estimates import odds_ratio
from core.stats.regression.batch import fit_batch
from core.stats.regression.least_squares import fit_least_squares_patterns
from core.stats.regression.patterns import Array, centred, design, risks
from core.stats.regression.pooling import D1, Pooled, pool, pooled_test
from core.stats.regression.robust import fit_hc3
from core.stats.slopes import SCALE as POINTS

INTERVAL, TEST = "Rubin t", "Rubin t test"
Scale = Literal["odds ratio", "percentage points"]


@dataclass(frozen=True, slots=True, eq=False)
class CompletedData:
    """m completed data sets one below the other: design x (m n, p) with the intercept first, one row a patient, and outcomes
    y (m n,), 1 or 0 for response, or a number."""

    x: npt.ArrayLike
    y: npt.ArrayLike
    m: int


@dataclass(frozen=True, slots=True, eq=False)
class SetFits:
    """Coefficients (m, p) and covariances (m, p, p) of m data sets; empty unless `status` is "ok", else how the first failed.

    `df` are the degrees of freedom of complete data; of least squares, r2 and residual SD are means over the data sets.
    """

    status: str
    coef: Array
    covariance: Array
    df: float = 0.0
    r2: float | None = None
    residual_sd: float | None = None


def logistic_fits(data: CompletedData, *, penalised: bool) -> SetFits:
    """Give the maximum likelihood or, `penalised`, Firth fit of each set, with covariance (X' W X)^-1.

    Patients alike are counted together over all sets, so that cost grows with the rows that differ.
    """
    x, places = np.unique(design(data.x), axis=0, return_inverse=True)
    size = len(places) // data.m
    where = places.reshape(-1) + np.repeat(np.arange(data.m), size) * len(x)
    shape, y = (data.m, len(x)), np.asarray(data.y, dtype=np.float64)
    n = np.bincount(where, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
    events = np.bincount(where, y, shape[0] * shape[1]).reshape(shape)
    found = fit_batch(x, n, events, penalised=penalised)
    failed = [status for status in found.status if status != "ok"]
    if failed:
        return _failed(failed[0])
    here = centred(x, n.sum(0))
    mu = risks(found.coef @ x.T)
    information = (here.x.T * (n * mu * (1 - mu))[:, None, :]) @ here.x
    return _checked(found.coef, here.back @ np.linalg.inv(information) @ here.back.T, size - x.shape[1])


def linear_fits(data: CompletedData, errors: Errors) -> SetFits:
    """Give the least squares fit of each set, with classical or HC3 covariance."""
    x, y = design(data.x), np.asarray(data.y, dtype=np.float64)
    size, fit = len(y) // data.m, fit_hc3 if errors == "hc3" else fit_least_squares_patterns
    sets = [slice(at, at + size) for at in range(0, len(y), size)]
    fits = [fit(x[rows], np.ones(size), y[rows], y[rows] ** 2) for rows in sets]
    failed = [one.status for one in fits if one.status != "ok"]
    if failed:
        return _failed(failed[0])
    means = float(np.mean([one.r2 for one in fits])), float(np.mean([one.sigma for one in fits]))
    return _checked(np.array([one.coef for one in fits]), np.array([one.covariance for one in fits]), size - x.shape[1], *means)


def _failed(status: str) -> SetFits:
    return SetFits(status, np.empty((0, 0)), np.empty((0, 0, 0)))


def _checked(coef: Array, covariance: Array, df: float, r2: float | None = None, sd: float | None = None) -> SetFits:
    """The fits, if they can be pooled."""
    variance = np.einsum("mpp->mp", covariance)
    sound = np.isfinite(coef).all() and np.isfinite(covariance).all() and (variance > 0).all() and df > 0
    return SetFits("ok", coef, covariance, df, r2, sd) if sound else _failed("not converged")


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledRow:
    """One coefficient pooled by Rubin's rules: estimate with t limits, t test, the fraction of missing information, and the
    Monte Carlo error of the estimate as a share of its standard error."""

    estimate: Estimate
    test: Test
    missing_information: float
    monte_carlo: float


def pooled_rows(fits: SetFits, scale: Scale, level: float) -> tuple[PooledRow, ...]:
    """Give every slope (the intercept left out) of fits that ended "ok"; odds ratios are pooled as their logarithms."""
    found = pool(fits.coef, np.einsum("mpp->mp", fits.covariance), fits.df)
    low, high = found.limits(level)
    shown = odds_ratio if scale == ODDS_RATIO else float
    return tuple(
        PooledRow(
            estimate=Estimate(
                scale=ODDS_RATIO if scale == ODDS_RATIO else POINTS,
                value=shown(float(found.coef[at])),
                low=shown(float(low[at])),
                high=shown(float(high[at])),
                level=level,
                method=INTERVAL,
            ),
            test=_t_test(found, at),
            missing_information=float(np.clip(found.fraction_missing[at], 0, 1)),
            monte_carlo=float(found.monte_carlo[at]),
        )
        for at in range(1, len(found.coef))
    )


def _t_test(found: Pooled, at: int) -> Test:
    return Test(method=TEST, p=float(found.p[at]), statistic=float(found.coef[at] / found.se[at]))


def pooled_tests(fits: SetFits, blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
    """Give the D1 test of each block of columns; p None, with the status as note, where a fit failed."""
    if fits.status != "ok":
        return tuple(Test(method=D1, p=None, note=fits.status) for _ in blocks)
    return tuple(
        pooled_test(fits.coef[:, list(block)], fits.covariance[:, list(block)][:, :, list(block)], fits.df) for block in blocks
    )
