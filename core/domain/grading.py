"""The grade of one laboratory value. The store grades every row by the same table; a test holds the two together."""

from dataclasses import dataclass

from core.domain.labs import Criterion, Direction, GradeLimit

TOLERANCE = 1e-9  # relative; 3 x 0.1 is the limit 0.3 and not a hair above it


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A value with what it is judged by, all in the test's unit; None where it is not known."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    baseline: float | None = None


def grade_of(criterion: Criterion, one: Measured) -> int | None:
    """The CTCAE grade, 0 for none; None where the value, or a limit that would decide, is not known.

    The highest grade with a limit passed. A multiple of a baseline that is not known, or is 0, counts as not passed: the
    value is then graded against the limits of normal alone.
    """
    undecided = one.value is None
    for row in reversed(criterion.rows):
        passed = [_passed(criterion.direction, limit, one) for limit in row.limits]
        if True in passed:
            return row.grade
        undecided |= None in passed
    return None if undecided else 0


def _passed(direction: Direction, limit: GradeLimit, one: Measured) -> bool | None:
    """Whether a limit holds for this baseline and is passed; None where that cannot be known."""
    holds, beyond = _holds(limit, one), _beyond(direction, limit, one)
    if holds is False or beyond is False:
        return False
    return None if holds is None or beyond is None else True


def _holds(limit: GradeLimit, one: Measured) -> bool | None:
    if limit.when == "always":
        return True
    if one.baseline is None:
        return limit.when == "baseline not above"
    against = one.lower if limit.when == "baseline below" else one.upper
    if against is None:
        return None
    if limit.when == "baseline below":
        return one.baseline < against * (1 - TOLERANCE)
    return (one.baseline > against * (1 + TOLERANCE)) == (limit.when == "baseline above")


def _beyond(direction: Direction, limit: GradeLimit, one: Measured) -> bool | None:
    if limit.of == "baseline" and not one.baseline:
        return False
    against = {"upper limit": one.upper, "lower limit": one.lower, "baseline": one.baseline, "value": 1.0}[limit.of]
    if one.value is None or against is None:
        return None
    at, side = limit.times * against, 1 if direction == "high" else -1
    slack = TOLERANCE * (-side if limit.inclusive else side)
    return side * (one.value - at * (1 + slack)) > 0
