"""Events over person-time, and what no event at all still allows."""

from math import expm1, isfinite, log1p

from core.domain.estimates import Estimate
from core.stats.counts import normal_quantile, whole_number
from core.stats.special import gamma_quantile

METHOD = "Garwood exact Poisson"


def incidence_rate(events: int, time: float, per: float = 1.0, level: float = 0.95) -> Estimate:
    """Give events / time with exact Poisson limits, all times `per` (100 for rates per 100 person-years).

    P(X >= events | low) = P(X <= events | high) = (1 - level)/2, as quantiles of the gamma distributions of shape events and
    events + 1 (Garwood 1936, doi 10.1093/biomet/28.3-4.437). With no time the value and limits are None and the note says so.
    ValueError for counts, times or levels that cannot be.
    """
    events = whole_number(events, "events")
    normal_quantile(level)
    if not (isfinite(time) and time >= 0):
        raise ValueError(f"time must be zero or more; got {time!r}")
    tail = (1 - level) / 2
    low = gamma_quantile(tail, events) if events else 0.0
    high = gamma_quantile(1 - tail, events + 1)
    return Estimate(
        scale="rate",
        value=per * events / time if time else None,
        low=per * low / time if time else None,
        high=per * high / time if time else None,
        level=level,
        method=METHOD,
        note="" if time else "no time of observation",
    )


def rule_of_three(n: int, level: float = 0.95) -> float | None:
    """Give the largest proportion that no event in n patients still allows, one-sided.

    It is 1 - (1 - level)^(1 / n), of many patients about 3 / n (Hanley & Lippman-Hand 1983,
    doi 10.1001/jama.1983.03330370053031); None without patients.
    """
    normal_quantile(level)
    return -expm1(log1p(-level) / n) if whole_number(n, "n") else None
