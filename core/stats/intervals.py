"""A response rate with its interval.

One entry in `PROPORTION_METHODS` per interval: its printed name and the function that gives its limits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType

from core.domain.estimates import Estimate
from core.stats.counts import checked_group, normal_quantile
from core.stats.special import beta_quantile


@dataclass(frozen=True, slots=True)
class ProportionMethod:
    """An interval for one proportion: its printed name and limits(events, n, level) -> (low, high) for n > 0."""

    name: str
    limits: Callable[[int, int, float], tuple[float, float]]


def wilson_limits(events: int, n: int, level: float) -> tuple[float, float]:
    """Give the Wilson score limits of events/n, proportions in 0..1.

    The two roots P of (p - P)^2 = z^2 P (1 - P) / n, with p = events/n; the lower root is taken from their product so
    that it keeps its digits for rare events (Wilson 1927, doi 10.1080/01621459.1927.10502953).
    """
    z = normal_quantile(level)
    if events == n:
        return n / (n + z**2), 1.0
    half = z * sqrt(z**2 + 4 * events * (n - events) / n)
    high = (2 * events + z**2 + half) / (2 * (n + z**2))
    return events * (events / n) / ((n + z**2) * high), high


def clopper_pearson_limits(events: int, n: int, level: float) -> tuple[float, float]:
    """Give the Clopper-Pearson exact limits of events/n, proportions in 0..1.

    P(X >= events | low) = P(X <= events | high) = (1 - level)/2, as quantiles of Beta(events, n - events + 1) and
    Beta(events + 1, n - events) (Clopper & Pearson 1934, doi 10.1093/biomet/26.4.404).
    """
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else beta_quantile(tail, events, n - events + 1)
    high = 1.0 if events == n else beta_quantile(1 - tail, events + 1, n - events)
    return low, high


def jeffreys_limits(events: int, n: int, level: float) -> tuple[float, float]:
    """Give the Jeffreys limits of events/n, proportions in 0..1.

    Equal-tailed quantiles of Beta(events + 1/2, n - events + 1/2), with low = 0 for no events and high = 1 for all
    (Brown, Cai & DasGupta 2001, doi 10.1214/ss/1009213286).
    """
    tail = (1 - level) / 2
    a, b = events + 0.5, n - events + 0.5
    low = 0.0 if events == 0 else beta_quantile(tail, a, b)
    high = 1.0 if events == n else beta_quantile(1 - tail, a, b)
    return low, high


def agresti_coull_limits(events: int, n: int, level: float) -> tuple[float, float]:
    """Give the Agresti-Coull limits of events/n, clipped to 0..1.

    m -+ z sqrt(m (1 - m) / (n + z^2)) about m = (events + z^2/2) / (n + z^2)
    (Agresti & Coull 1998, doi 10.1080/00031305.1998.10480550).
    """
    z = normal_quantile(level)
    middle = (events + z**2 / 2) / (n + z**2)
    half = z * sqrt(middle * (1 - middle) / (n + z**2))
    return max(0.0, middle - half), min(1.0, middle + half)


PROPORTION_METHODS: Mapping[str, ProportionMethod] = MappingProxyType(
    {
        "wilson": ProportionMethod("Wilson score", wilson_limits),
        "clopper-pearson": ProportionMethod("Clopper-Pearson exact", clopper_pearson_limits),
        "jeffreys": ProportionMethod("Jeffreys", jeffreys_limits),
        "agresti-coull": ProportionMethod("Agresti-Coull", agresti_coull_limits),
    }
)


def proportion(events: int, n: int, method: str = "wilson", level: float = 0.95) -> Estimate:
    """Give events/n with its interval, both as proportions in 0..1.

    With n = 0 the value and limits are None and the note says so. ValueError for counts that cannot be, a level
    outside 0..1 or a method that is not in `PROPORTION_METHODS`.
    """
    events, n = checked_group((events, n))
    normal_quantile(level)
    if method not in PROPORTION_METHODS:
        raise ValueError(f"method must be one of {', '.join(PROPORTION_METHODS)}; got {method!r}")
    chosen = PROPORTION_METHODS[method]
    low, high = chosen.limits(events, n, level) if n else (None, None)
    return Estimate(
        scale="proportion",
        value=events / n if n else None,
        low=low,
        high=high,
        level=level,
        method=chosen.name,
        note="" if n else "no patients in the group",
    )
