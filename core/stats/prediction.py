"""Predicted risks of one logistic fit, and how far from its patients a prediction lies."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Estimate
from core.stats.counts import normal_quantile
from core.stats.logistic_estimates import Data, fitted
from core.stats.regression.patterns import Array, Patterns, Status, centred, patterns, risks
from core.stats.roots import increasing_root

SCALE = "proportion"
WALD_RISK = "Wald on the log odds"


@dataclass(frozen=True, slots=True, eq=False)
class Predictor:
    """A fit to predict from: log odds coef (p,) and their covariance (p, p); both empty unless `status` is "ok"."""

    status: Status
    coef: Array
    covariance: Array


def predictor(data: Data, *, penalised: bool) -> Predictor:
    """Give the maximum likelihood fit, or Firth's with its intercept corrected (FLIC).

    Firth's penalty draws predicted risks towards 1/2. FLIC keeps its slopes and takes the intercept of maximum likelihood
    given them, so that predicted risks average to the observed rate; the covariance is (X' W X)^-1 at the risks so
    corrected (Puhr, Heinze, Nold, Lusa & Geroldinger 2017, doi 10.1002/sim.7273).
    """
    status, coef, covariance = fitted(data, penalised=penalised)
    if status != "ok" or not penalised:
        return Predictor(status, coef, covariance)
    here = patterns(data.x, data.n, data.events)
    moved = coef.copy()
    moved[0] += _shift(here, here.x @ coef)
    return Predictor(status, moved, _covariance(here, moved))


def _shift(data: Patterns, log_odds: Array) -> float:
    """Give what must be added to the log odds for as many responders to be expected as there were."""

    def excess(shift: float) -> tuple[float, float]:
        mu = risks(log_odds + shift)
        return float(data.n @ mu - data.events.sum()), float(data.n @ (mu * (1 - mu)))

    return increasing_root(excess, 0.0)


def _covariance(data: Patterns, coef: Array) -> Array:
    here, mu = centred(data.x, data.n), risks(data.x @ coef)
    information = (here.x.T * (data.n * mu * (1 - mu))) @ here.x
    return np.asarray(here.back @ np.linalg.inv(information) @ here.back.T)


def predicted(fit: Predictor, x: npt.ArrayLike, level: float) -> Estimate:
    """Give the predicted risk at x (p,), intercept first: limits are those of x'b -+ z sqrt(x' V x), as probabilities."""
    row = np.asarray(x, dtype=np.float64)
    middle, half = float(row @ fit.coef), normal_quantile(level) * float(np.sqrt(leverages(fit, row[None])[0]))
    value, low, high = map(float, risks(np.array([middle, middle - half, middle + half])))
    return Estimate(scale=SCALE, value=value, low=low, high=high, level=level, method=WALD_RISK)


def leverages(fit: Predictor, x: npt.ArrayLike) -> Array:
    """Give x' (X' W X)^-1 x of each row of x (k, p): the variance of its log odds."""
    rows = np.asarray(x, dtype=np.float64)
    return np.asarray(np.maximum(((rows @ fit.covariance) * rows).sum(1), 0.0))


def farthest(fit: Predictor, data: Data) -> float:
    """Give the largest leverage among the patterns of the data."""
    return float(leverages(fit, data.x).max())
