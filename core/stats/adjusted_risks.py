"""Adjusted risks by marginal standardisation: predicted for all patients under the same supposition, then averaged.

Muller & MacLehose 2014 (doi 10.1093/ije/dyu029), method 1; variances by the delta method: g' V g, with V the covariance of
the coefficients and g the derivative of the mean risk, the mean of mu (1 - mu) x (Lane & Nelder 1982, doi 10.2307/2530028).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Estimate
from core.stats.counts import normal_quantile
from core.stats.prediction import SCALE, Predictor
from core.stats.regression.patterns import Array, risks

DIFFERENCE_SCALE = "risk difference"
ON_LOG_ODDS, PLAIN = "delta method on the log odds", "delta method"


@dataclass(frozen=True, slots=True, eq=False)
class MeanRisk:
    """The mean predicted risk under one supposition, and its derivative by the coefficients (p,)."""

    value: float
    gradient: Array


def mean_risk(fit: Predictor, x: npt.ArrayLike, n: Sequence[int]) -> MeanRisk:
    """Give the mean risk over n (k,) patients with the design x (k, p) that the supposition gives them."""
    rows, share = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64) / sum(n)
    mu = risks(rows @ fit.coef)
    return MeanRisk(float(share @ mu), np.asarray((share * mu * (1 - mu)) @ rows))


def risk_estimate(fit: Predictor, one: MeanRisk, level: float) -> Estimate:
    """Give a mean risk with limits from its log odds, so that they stay between 0 and 1."""
    room = one.value * (1 - one.value)
    if room < np.finfo(float).tiny:
        note = "too near to 0 or 1 for an interval"
        return Estimate(scale=SCALE, value=one.value, low=None, high=None, level=level, method=ON_LOG_ODDS, note=note)
    middle = log(one.value / (1 - one.value))
    half = normal_quantile(level) * _error(fit, one.gradient) / room
    low, high = map(float, risks(np.array([middle - half, middle + half])))
    return Estimate(scale=SCALE, value=one.value, low=low, high=high, level=level, method=ON_LOG_ODDS)


def difference_estimate(fit: Predictor, one: MeanRisk, reference: MeanRisk, level: float) -> Estimate:
    """Give a mean risk less the reference, with limits value -+ z sqrt(g' V g), cut off at -1 and 1."""
    value = one.value - reference.value
    half = normal_quantile(level) * _error(fit, one.gradient - reference.gradient)
    low, high = max(-1.0, value - half), min(1.0, value + half)
    return Estimate(scale=DIFFERENCE_SCALE, value=value, low=low, high=high, level=level, method=PLAIN)


def _error(fit: Predictor, gradient: Array) -> float:
    return sqrt(max(float(gradient @ fit.covariance @ gradient), 0.0))
