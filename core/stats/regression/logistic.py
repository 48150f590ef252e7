"""Logistic regression by maximum likelihood on patterns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.regression.newton import maximise
from core.stats.regression.objective import evaluate, model
from core.stats.regression.patterns import Array, Coordinates, Patterns, Status, centred, obstacle, patterns
from core.stats.regression.rank import has_full_rank


@dataclass(frozen=True, slots=True, eq=False)
class LogisticFit:
    """A logistic fit: coef (p,) log odds ratios, covariance (p, p), log-likelihood of rows, and how it ended.

    coef and covariance are empty unless status is "ok"; the log-likelihood of a "separated" fit is its supremum, None
    where nothing was fitted.
    """

    coef: Array
    covariance: Array
    log_likelihood: float | None
    iterations: int
    status: Status

    @property
    def se(self) -> Array:
        """Give the standard errors (p,), from the inverse expected information."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit_logistic(x: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> LogisticFit:
    """Give the maximum likelihood fit to x (k, p), patients n (k,) and events (k,); n = 1 for rows.

    Newton's method on centred columns, with step-halving; covariance = (X' W X)^-1, W = n mu (1 - mu), at the last
    coefficients (McCullagh & Nelder 1989, 2nd ed., section 4.4). ValueError for input that cannot be.
    """
    data = patterns(x, n, events)
    status = fittable(data)
    if status != "ok":
        return LogisticFit(np.empty(0), np.empty((0, 0)), None, 0, status)
    here = centred(data.x, data.n)
    at = model(here.x, penalised=False, batch=1)
    found = maximise(at, data.n[None], data.events[None], start_at_rate(data))
    if found.status[0] != "ok":
        likelihood = float(found.objective[0]) if found.status[0] == "separated" else None
        return LogisticFit(np.empty(0), np.empty((0, 0)), likelihood, found.iterations, found.status[0])
    point = evaluate(at, found.coef, data.n[None], data.events[None])
    covariance = here.back @ np.linalg.inv(point.information[0]) @ here.back.T
    return LogisticFit(here.back @ found.coef[0], covariance, float(point.objective[0]), found.iterations, "ok")


def fittable(data: Patterns) -> Status:
    """Give the reason these patterns cannot be fitted, "ok" where they can: both outcomes and no aliased column."""
    status = obstacle(data.n, data.events)
    return "aliased" if status == "ok" and not has_full_rank(data.x) else status


def start_at_rate(data: Patterns, batch: int = 1) -> Array:
    """Give coefficients (batch, p) to start from: the overall log odds, every other coefficient 0."""
    return np.repeat(starts(data.n[None], data.events[None], data.x.shape[1]), batch, axis=0)


def start_at(data: Patterns, here: Coordinates, known: Array | None, batch: int = 1) -> Array:
    """Give coefficients (batch, p) in the coordinates `here` to start from: those of a fit that is known (p,), or the rate."""
    if known is None:
        return start_at_rate(data, batch)
    return np.repeat(np.linalg.solve(here.back, known)[None], batch, axis=0)


def starts(n: Array, events: Array, p: int) -> Array:
    """Give coefficients (B, p) to start each weighting (B, k) from: its overall log odds, every other coefficient 0."""
    total, size = events.sum(1), n.sum(1)
    start = np.zeros((len(n), p))
    start[:, 0] = np.log((total + 0.5) / (size - total + 0.5))
    return start
