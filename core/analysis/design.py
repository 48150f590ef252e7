"""The design of a model: one column a level, slope, bend or pair of these, filled from covariate patterns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.analysis.axes import Axis
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.filters import number
from core.domain.model import Coding, Held, Part
from core.domain.terms import slope_label
from core.stats.regression.spline import bends
from core.store.model_rows import CovariatePattern, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the design: of which term (by its key), for which level (of a number: no level) and against which
    reference (none in effect coding: the mean of all levels); `members` are the patterns that have the level (all of them for
    a number), `at` is where interactions hold the other variables."""

    variable: str
    label: str
    level: str
    reference: str
    values: tuple[float, ...]
    members: tuple[bool, ...]
    part: Part
    at: tuple[Held, ...] = ()


def columns(
    catalogue: Catalogue, found: Sequence[Axis], patterns: Sequence[CovariatePattern], coding: Coding
) -> tuple[Column, ...]:
    """The columns of all terms, the intercept left out; each level but the reference has one, a spline of k knots k - 1.

    Treatment coding: 1 for the level, 0 otherwise. Effect coding: -1 for the reference besides, so that a coefficient is
    the distance from the unweighted mean of the levels.
    """
    main = {axis.term.variable: _main(catalogue, axis, patterns, coding) for axis in found if not axis.of}
    held: dict[str, list[Held]] = {}
    crossed = []
    for axis in found:
        if axis.of:
            first, second = axis.of
            crossed += _crossed(axis, main[first.term.variable], main[second.term.variable])
            held.setdefault(first.term.variable, []).append(_held(catalogue, second, coding))
            held.setdefault(second.term.variable, []).append(_held(catalogue, first, coding))
    told = [replace(one, at=tuple(held.get(name, ()))) for name, made in main.items() for one in made]
    return (*told, *crossed)


def _main(catalogue: Catalogue, axis: Axis, patterns: Sequence[CovariatePattern], coding: Coding) -> list[Column]:
    values = [pattern.values[axis.place] for pattern in patterns]
    if axis.reference is not None:
        return _steps(axis, values, coding)
    if axis.term.form not in ("linear", "spline"):
        return []
    numbers = [float(value or 0.0) for value in values]
    return _curve(catalogue, axis, numbers) if axis.knots else [_slope(catalogue, axis, numbers)]


def _slope(catalogue: Catalogue, axis: Axis, numbers: Sequence[float]) -> Column:
    per = axis.term.per
    label = slope_label(variable(catalogue, axis.term.variable), per)
    return _number_column(axis, label, [value / per for value in numbers], "line")


def _number_column(axis: Axis, label: str, values: Sequence[float], part: Part) -> Column:
    return Column(
        variable=axis.term.variable,
        label=label,
        level="",
        reference="",
        values=tuple(values),
        members=(True,) * len(values),
        part=part,
    )


def _curve(catalogue: Catalogue, axis: Axis, numbers: Sequence[float]) -> list[Column]:
    """The columns of a spline, turned so that the first one's coefficient is the step between the quartiles.

    With bends b(x) and quartiles l < u they are z = (x - l)/(u - l) and b(x) - z (b(u) - b(l)): all but the first are the same
    at l and u.
    """
    low, _, high = axis.quarters
    made = bends([low, high, *numbers], axis.knots)
    line = [(value - low) / (high - low) for value in numbers]
    unit = variable(catalogue, axis.term.variable).unit
    label = f"{number(high)} against {number(low)} {unit}".strip()
    rest = [[float(b) - z * float(bend[1] - bend[0]) for z, b in zip(line, bend[2:], strict=True)] for bend in made.T]
    return [
        _number_column(axis, label, line, "spline"),
        *(_number_column(axis, label, values, "bend") for values in rest),
    ]


def _steps(axis: Axis, values: Sequence[Value], coding: Coding) -> list[Column]:
    assert axis.reference is not None
    elsewhere = -1.0 if coding == "effect" else 0.0
    return [
        Column(
            variable=axis.term.variable,
            label=level.label,
            level=level.value,
            reference="" if coding == "effect" else axis.reference.label,
            values=tuple(
                1.0 if str(v) == level.value else elsewhere if str(v) == axis.reference.value else 0.0 for v in values
            ),
            members=tuple(str(v) == level.value for v in values),
            part="level",
        )
        for level in axis.levels
        if level != axis.reference
    ]


def _crossed(axis: Axis, first: Sequence[Column], second: Sequence[Column]) -> list[Column]:
    """The product of every column of the one with every column of the other; numbers are taken from their median."""
    middles = [_middle(one) for one in axis.of]
    return [
        Column(
            variable=axis.term.key,
            label=f"{one.label} × {other.label}",
            level="",
            reference="",
            values=tuple((a - middles[0]) * (b - middles[1]) for a, b in zip(one.values, other.values, strict=True)),
            members=tuple(a and b for a, b in zip(one.members, other.members, strict=True)),
            part="interaction",
        )
        for one in first
        for other in second
    ]


def _middle(axis: Axis) -> float:
    """The median of a line, in the units it is told for; 0 for levels."""
    return axis.quarters[1] / axis.term.per if axis.term.form == "linear" else 0.0


def _held(catalogue: Catalogue, axis: Axis, coding: Coding) -> Held:
    """Where an interaction holds this variable while the effect of the other is told."""
    if axis.reference is None:
        return Held(label=axis.label, value=axis.quarters[1], unit=variable(catalogue, axis.term.variable).unit)
    return Held(label=axis.label, level="" if coding == "effect" else axis.reference.label)
