"""How many have had a first event by when, where stopping can come before it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.counts import normal_quantile

Array = npt.NDArray[np.float64]
COMPETING = "Aalen-Johansen"
CENSORED = "Kaplan-Meier"
_ROUNDING = 1e-12
"""A share nearer to 1 than this is 1: sums of shares miss it by less."""


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """The cumulative incidence after each time something happened: all arrays (T,), times ascending.

    `at_risk` just before, `events` and `stops` at the time; `value` = P(event by then) with its standard error `se` and limits
    in 0..1. Empty without an event or a stop.
    """

    time: Array
    at_risk: Array
    events: Array
    stops: Array
    value: Array
    se: Array
    low: Array
    high: Array


def cumulative_incidence(
    time: npt.ArrayLike, events: npt.ArrayLike, stops: npt.ArrayLike, censored: npt.ArrayLike, level: float = 0.95
) -> Incidence:
    """Give the Aalen-Johansen estimate from how many had an event, stopped, or were last seen at each time, all (k,).

    I(t) = sum over t_j <= t of S(t_j-) d_j / n_j, with S the Kaplan-Meier estimate of neither (Aalen & Johansen 1978; without
    stops it is 1 - Kaplan-Meier). Variance by the delta method (Dinse & Larson 1986, doi 10.1093/biomet/73.2.379), limits on
    the complementary log-log scale: 1 - (1 - I)^exp(+-z se / ((1 - I) |log(1 - I)|)). Whoever is censored at a time is at risk
    at it. ValueError for negative counts or times that are not finite.
    """
    z = normal_quantile(level)
    at, counts = _tallied(time, events, stops, censored)
    risk = counts.sum() - np.concatenate([[0.0], np.cumsum(counts.sum(0))[:-1]])
    happened = counts[:2].sum(0) > 0
    at, risk, (had, left, _) = at[happened], risk[happened], counts[:, happened]
    surviving = np.cumprod(1 - (had + left) / risk) if len(at) else np.empty(0)
    before = np.concatenate([[1.0], surviving[:-1]]) if len(at) else np.empty(0)
    value = np.cumsum(before * had / risk)
    value = np.where(value > 1 - _ROUNDING, 1.0, value)
    se = np.sqrt(np.maximum(_variance(risk, had, had + left, before, value), 0.0))
    low, high = _limits(value, se, z)
    return Incidence(at, risk, had, left, value, se, low, high)


def _tallied(*given: npt.ArrayLike) -> tuple[Array, Array]:
    """Give the distinct times (k,) and the counts (3, k) at them."""
    time, *counts = (np.asarray(one, dtype=np.float64) for one in given)
    if not np.isfinite(time).all() or any((one < 0).any() or one.shape != time.shape for one in counts):
        raise ValueError("times must be finite and counts zero or more, one of each for every time")
    distinct, place = np.unique(time, return_inverse=True)
    return distinct, np.array([np.bincount(place, one, minlength=len(distinct)) for one in counts])


def _variance(risk: Array, had: Array, any_of: Array, before: Array, value: Array) -> Array:
    """Give Var I(t) at every time: sums over t_j <= t whose terms hold I(t) - I(t_j), multiplied out."""
    last = risk == any_of  # nobody is left: the term of S is 0 / 0 and everything after stays as it is
    spread = np.divide(any_of, risk * (risk - any_of), out=np.zeros_like(risk), where=~last)
    own = before**2 * had * (risk - had) / risk**3
    mixed = before * had / risk**2
    first, second, third = (np.cumsum(spread * value**power) for power in (0, 1, 2))
    around = value**2 * first - 2 * value * second + third
    return np.asarray(around + np.cumsum(own) - 2 * (value * np.cumsum(mixed) - np.cumsum(mixed * value)))


def _limits(value: Array, se: Array, z: float) -> tuple[Array, Array]:
    """Give limits that stay within 0 and 1; those of 0 and 1 are themselves."""
    inside = (value > 0) & (value < 1) & (se > 0)
    rest = np.where(inside, 1 - value, 0.5)
    width = z * se / (rest * np.abs(np.log(rest)))
    low, high = (1 - rest ** np.exp(side * width) for side in (-1, 1))
    return np.where(inside, low, value), np.where(inside, high, value)
