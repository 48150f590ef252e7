"""Where the grades of a criterion lie on the axis of a chart."""

from collections.abc import Sequence

from core.domain.lab_course import GradeBand, NormalLimits, Scale
from core.domain.labs import Criterion, GradeLimit


def bands(criterion: Criterion | None, limits: Sequence[NormalLimits], scale: Scale) -> tuple[GradeBand, ...]:
    """A band a grade; none where the scale or missing limits leave no place for it, or where patients' limits differ.

    For a baseline that was not above its limit; multiples of the baseline have no place on these scales.
    """
    if criterion is None or scale not in ("value", "upper") or not same_for_all(criterion, limits, scale):
        return ()
    first = limits[0] if limits else NormalLimits(lower=None, upper=None, patients=0)
    edges = [_edge([limit for limit in row.limits if _placed(limit)], first, scale) for row in criterion.rows]
    found = []
    for row, edge in zip(criterion.rows, edges, strict=True):
        worse = next((other for other in edges[row.grade :] if other is not None), None)
        low, high = (edge, worse) if criterion.direction == "high" else (worse, edge)
        if edge is not None and (low is None or high is None or low < high):
            found.append(GradeBand(grade=row.grade, low=low, high=high))
    return tuple(found)


def same_for_all(criterion: Criterion | None, limits: Sequence[NormalLimits], scale: Scale) -> bool:
    """Whether the bands are the same for every patient whose baseline was not above its limit."""
    if criterion is None or len(limits) < 2:
        return True
    used = {limit.of for row in criterion.rows for limit in row.limits if _placed(limit)}
    return used <= ({"value"} if scale == "value" else {"upper limit"})


def _placed(limit: GradeLimit) -> bool:
    return limit.of != "baseline" and limit.when in ("always", "baseline not above")


def _edge(limits: Sequence[GradeLimit], normal: NormalLimits, scale: Scale) -> float | None:
    """Where a grade begins on the scale."""
    for limit in limits:
        if scale == "upper" and limit.of == "upper limit":
            return limit.times
        against = {"upper limit": normal.upper, "lower limit": normal.lower}.get(limit.of, 1.0)
        unit = normal.upper if scale == "upper" else 1.0
        return None if against is None or not unit else limit.times * against / unit
    return None
