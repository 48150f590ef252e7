"""Odds ratios of one logistic model as they are printed: estimate, interval and test of every slope, and of whole terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Estimate, Test
from core.domain.model import BOOTSTRAPS, SEED, Interval
from core.stats.counts import normal_quantile
from core.stats.regression.firth import fit_firth
from core.stats.regression.likelihood import likelihood_ratio_tests, wald_block
from core.stats.regression.logistic import fit_logistic
from core.stats.regression.patterns import Array, Status
from core.stats.regression.profile import profile_limits
from core.stats.regression.resampling import Bootstrap, bootstrap

SCALE = "odds ratio"
PROFILE, PENALISED_PROFILE, WALD = "profile likelihood", "profile penalised likelihood", "Wald"
BOOTSTRAP = "bootstrap percentile"
LARGEST_LOG = 700.0  # beyond, an odds ratio is no number any more


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Design x (k, p) with the intercept first, patients n (k,) and responders events (k,) of every pattern."""

    x: npt.ArrayLike
    n: npt.ArrayLike
    events: npt.ArrayLike


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which estimator, which interval, which test, at which level."""

    estimator: Literal["ml", "firth"]
    interval: Interval = "profile"
    test: Literal["lr", "wald"] = "lr"
    level: float = 0.95

    @property
    def penalised(self) -> bool:
        """True for Firth's likelihood."""
        return self.estimator == "firth"

    @property
    def drawn(self) -> bool:
        """True where the limits come from bootstrap samples."""
        return self.interval == "bootstrap"


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsRatios:
    """Estimate and test of every slope, in the order of the columns; both empty unless `status` is "ok". `samples` are
    the bootstrap samples that every limit rests on at least, where limits come from them."""

    status: Status
    estimates: tuple[Estimate, ...] = ()
    tests: tuple[Test, ...] = ()
    samples: int | None = None


def odds_ratios(data: Data, asked: Asked) -> OddsRatios:
    """Give the odds ratios of all slopes (the intercept left out).

    Wald limits and tests take the standard errors of the expected information (X' W X)^-1, for Firth's fit as well
    (Heinze & Schemper 2002, doi 10.1002/sim.1047).
    """
    status, coef, covariance = fitted(data, penalised=asked.penalised)
    if status != "ok":
        return OddsRatios(status=status)
    slopes = range(1, len(coef))
    drawn = bootstrap(data.x, data.n, data.events, SEED, draws=BOOTSTRAPS, penalised=asked.penalised) if asked.drawn else None
    return OddsRatios(
        status=status,
        samples=drawn.n_used if drawn else None,
        estimates=_percentiles(drawn, coef, asked.level)
        if drawn
        else _estimates(data, asked, coef, np.sqrt(np.diag(covariance))),
        tests=_tests(data, asked, [[j] for j in slopes], (coef, covariance)),
    )


def term_tests(data: Data, asked: Asked, blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
    """Give the test of each block of columns together (type III). Under separation only the likelihood-ratio test exists."""
    if asked.test == "lr":
        return _tests(data, asked, blocks, (np.empty(0), np.empty((0, 0))))
    status, coef, covariance = fitted(data, penalised=asked.penalised)
    if status != "ok":
        return tuple(Test(method=f"{WALD} test", p=None, note=status) for _ in blocks)
    return _tests(data, asked, blocks, (coef, covariance))


def fitted(data: Data, *, penalised: bool) -> tuple[Status, Array, Array]:
    """Give how the fit ended, its log odds (p,) and their covariance (p, p), both empty unless it ended "ok"."""
    if penalised:
        firth = fit_firth(data.x, data.n, data.events)
        return firth.status, firth.coef, firth.covariance_fisher
    fit = fit_logistic(data.x, data.n, data.events)
    return fit.status, fit.coef, fit.covariance


def _estimates(data: Data, asked: Asked, coef: Array, se: Array) -> tuple[Estimate, ...]:
    if asked.interval == "wald":
        return wald_estimates(coef, se, asked.level)
    found = profile_limits(data.x, data.n, data.events, level=asked.level, penalised=asked.penalised, known=coef)
    return tuple(
        Estimate(
            scale=SCALE,
            value=odds_ratio(float(coef[j])),
            low=odds_ratio(found.low[j]),
            high=odds_ratio(found.high[j]),
            level=asked.level,
            method=PENALISED_PROFILE if asked.penalised else PROFILE,
            note=_not_found(found.low_status[j], found.high_status[j]),
        )
        for j in range(1, len(coef))
    )


def wald_estimates(coef: Array, se: Array, level: float) -> tuple[Estimate, ...]:
    """Give the odds ratios of all slopes with Wald limits, from log odds and their standard errors (p,)."""
    width = normal_quantile(level) * se
    return tuple(
        Estimate(scale=SCALE, value=odds_ratio(b), low=odds_ratio(b - w), high=odds_ratio(b + w), level=level, method=WALD)
        for b, w in list(zip(coef.tolist(), width.tolist(), strict=True))[1:]
    )


def _percentiles(drawn: Bootstrap, coef: Array, level: float) -> tuple[Estimate, ...]:
    """Give the estimates with percentile limits, None where one is infinite; none of these from too few samples."""
    limits = drawn.limits(level)
    low, high = limits or ([None] * len(coef), [None] * len(coef))
    note = "" if limits else _not_found("not converged", "not converged")
    return tuple(
        Estimate(
            scale=SCALE,
            value=odds_ratio(b),
            low=odds_ratio(one),
            high=odds_ratio(other),
            level=level,
            method=BOOTSTRAP,
            note=note,
        )
        for b, one, other in list(zip(coef.tolist(), low, high, strict=True))[1:]
    )


def _not_found(low: str, high: str) -> str:
    """Which limits the search did not find; one that is not bounded is no failure."""
    missing = [name for name, status in (("lower", low), ("upper", high)) if status == "not converged"]
    return f"{' and '.join(missing)} limit not found" if missing else ""


def _tests(data: Data, asked: Asked, blocks: Sequence[Sequence[int]], fitted: tuple[Array, Array]) -> tuple[Test, ...]:
    if asked.test == "wald":
        return tuple(wald_block(*fitted, block) for block in blocks)
    known = fitted[0] if len(fitted[0]) else None
    return likelihood_ratio_tests(data.x, data.n, data.events, blocks, penalised=asked.penalised, known=known) if blocks else ()


def odds_ratio(log_odds: float | None) -> float | None:
    """Give the odds ratio of log odds; None where there is no limit, or one beyond anything that can be told from infinite."""
    return None if log_odds is None or abs(log_odds) > LARGEST_LOG else exp(log_odds)
