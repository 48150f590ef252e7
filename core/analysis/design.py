"""The design of a model: one column a level or slope, filled from covariate patterns."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.terms import term_levels
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.model import Coding
from core.domain.terms import LAST, Term, slope_label
from core.domain.variable import Level
from core.store.model_rows import CovariatePattern, Value

MEAN = "the mean of all levels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the design: of which term, for which level (of a slope: no level) and against which reference."""

    variable: str
    label: str
    level: str
    reference: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One term, its `place` among the values of a pattern, and the levels that occur among the patients used, its reference
    among them; a slope has none."""

    term: Term
    place: int
    label: str
    levels: tuple[Level, ...]
    reference: Level | None


def axes(catalogue: Catalogue, terms: Sequence[Term], patterns: Sequence[CovariatePattern]) -> tuple[Axis, ...]:
    """Every term with its levels. The reference asked for, if it occurs, else the first level that does."""
    return tuple(_axis(catalogue, term, at, {pattern.values[at] for pattern in patterns}) for at, term in enumerate(terms))


def _axis(catalogue: Catalogue, term: Term, place: int, found: set[Value]) -> Axis:
    levels = tuple(term_levels(catalogue, term, [str(value) for value in found]))
    wanted = levels[-1].value if levels and term.reference == LAST else term.reference
    reference = next((level for level in levels if level.value == wanted), levels[0] if levels else None)
    return Axis(term=term, place=place, label=variable(catalogue, term.variable).label, levels=levels, reference=reference)


def columns(
    catalogue: Catalogue, found: Sequence[Axis], patterns: Sequence[CovariatePattern], coding: Coding
) -> tuple[Column, ...]:
    """The columns of all terms, the intercept left out; each level but the reference has one.

    Treatment coding: 1 for the level, 0 otherwise. Effect coding: -1 for the reference besides, so that a coefficient is
    the distance from the unweighted mean of the levels.
    """
    made = []
    for axis in found:
        values = [pattern.values[axis.place] for pattern in patterns]
        made += [_slope(catalogue, axis, values)] if axis.reference is None else _steps(axis, values, coding)
    return tuple(made)


def _slope(catalogue: Catalogue, axis: Axis, values: Sequence[Value]) -> Column:
    per = axis.term.per
    return Column(
        variable=axis.term.variable,
        label=slope_label(variable(catalogue, axis.term.variable), per),
        level="",
        reference="",
        values=tuple(float(value or 0.0) / per for value in values),
    )


def _steps(axis: Axis, values: Sequence[Value], coding: Coding) -> list[Column]:
    assert axis.reference is not None
    elsewhere = -1.0 if coding == "effect" else 0.0
    return [
        Column(
            variable=axis.term.variable,
            label=level.label,
            level=level.value,
            reference=MEAN if coding == "effect" else axis.reference.label,
            values=tuple(
                1.0 if str(v) == level.value else elsewhere if str(v) == axis.reference.value else 0.0 for v in values
            ),
        )
        for level in axis.levels
        if level != axis.reference
    ]
