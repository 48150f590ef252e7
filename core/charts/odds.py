"""The logarithmic axis of odds ratios, as wide as the estimates need."""

from collections.abc import Iterable, Sequence
from math import log10

from core.charts.theme import Spec
from core.domain.estimates import Estimate

NARROWEST, WIDEST = 0.001, 1000.0  # odds ratios; what lies beyond is drawn to the edge
MANY_DECADES = 3  # of an axis, from which on only powers of ten are written
TICKS = (0.001, 0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100, 1000)
Edges = tuple[float, float]
FREE: Edges = (float("-inf"), float("inf"))


def edges(found: Iterable[Estimate], others: Sequence[float] = ()) -> Edges:
    """The ends of the axis, within a thousandfold either way; `others` are values shown besides the estimates."""
    values = [part for one in found for part in (one.value, one.low, one.high) if part] + list(others)
    low, high = min([0.2, *values]), max([5.0, *values])
    return max(low * 0.8, NARROWEST), min(high * 1.25, WIDEST)


def odds_axis(ends: Edges) -> Spec:
    """The axis between these ends."""
    low, high = ends
    wide = log10(high / low) > MANY_DECADES
    ticks = [tick for tick in TICKS if low <= tick <= high and (not wide or log10(tick).is_integer())]
    return {
        "type": "log",
        "range": [log10(low), log10(high)],
        "tickvals": ticks,
        "ticktext": [f"{tick:g}" for tick in ticks],
        "tickangle": 0,
    }


def within(one: Estimate, ends: Edges) -> tuple[float, float, float]:
    """Value and limits as they are drawn: a limit that does not exist reaches to the edge."""
    low, high = ends
    return (
        min(max(one.value or 0.0, low), high),
        max(low, one.low) if one.low is not None else low,
        min(high, one.high) if one.high is not None else high,
    )
