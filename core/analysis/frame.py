"""The design of a model with what cannot be told apart taken out of it, and named."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.design import Axis, Column, columns
from core.analysis.used import Used
from core.domain.catalogue import Catalogue
from core.domain.model import Aliased, Coding
from core.stats.regression.rank import Alias, aliased_columns


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The patients used, the terms, the columns that are kept and those that are not."""

    catalogue: Catalogue
    used: Used
    axes: tuple[Axis, ...]
    kept: tuple[Column, ...]
    aliased: tuple[Aliased, ...]

    @property
    def labels(self) -> dict[str, str]:
        """The label of every term, by its variable."""
        return {axis.term.variable: axis.label for axis in self.axes}

    @property
    def blocks(self) -> dict[str, list[int]]:
        """The places of every term's columns in the design, by its variable; the intercept is column 0."""
        places: dict[str, list[int]] = {}
        for at, column in enumerate(self.kept, start=1):
            places.setdefault(column.variable, []).append(at)
        return places


def framed(catalogue: Catalogue, taken: Used, found: tuple[Axis, ...], coding: Coding) -> Frame:
    """The columns of these terms. A term of which one column is told by terms before it goes as a whole: without that column
    the others would be compared with another level than they say."""
    left, told = found, list[Aliased]()
    while True:
        made = columns(catalogue, left, taken.patterns, coding)
        dropped = aliased_columns(taken.rows(made)).dropped if taken.n else ()
        if not dropped:
            return Frame(catalogue, taken, left, made, (*_constant(found), *told))
        told.append(_told(made, left, dropped[0]))
        left = tuple(axis for axis in left if axis.term.variable != told[-1].variable)


def _constant(found: Sequence[Axis]) -> tuple[Aliased, ...]:
    """Terms with one level only."""
    return tuple(
        Aliased(variable=axis.term.variable, term=axis.label, label=f"{axis.label}: {axis.levels[0].label}", of=())
        for axis in found
        if len(axis.levels) == 1
    )


def _told(made: Sequence[Column], left: Sequence[Axis], one: Alias) -> Aliased:
    """The column that those before it tell, with what tells it; a slope that does not vary is told by nothing."""
    labels = {axis.term.variable: axis.label for axis in left}
    names = [f"{labels[column.variable]}: {column.label}" for column in made]
    column = made[one.column - 1]
    return Aliased(
        variable=column.variable,
        term=labels[column.variable],
        label=names[one.column - 1],
        of=tuple(names[at - 1] for at, _ in one.parts if at),
    )
