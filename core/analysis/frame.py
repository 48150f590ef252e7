"""The design of a model with what cannot be told apart taken out of it, and named."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.axes import Axis
from core.analysis.design import Column, columns
from core.analysis.used import Used
from core.domain.catalogue import Catalogue
from core.domain.left_out import Aliased
from core.domain.model import Coding
from core.stats.regression.rank import Alias
from core.store.model_rows import CovariatePattern


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The patients used, all terms, those that stay in the model (or, not `together`, each in one of its own), their columns,
    and what was taken out."""

    catalogue: Catalogue
    used: Used
    axes: tuple[Axis, ...]
    left: tuple[Axis, ...]
    coding: Coding
    kept: tuple[Column, ...]
    aliased: tuple[Aliased, ...]
    together: bool = True

    @property
    def parameters(self) -> int:
        """Columns of the model, or of the largest one."""
        return len(self.kept) if self.together else max((len(block) for block in self.blocks.values()), default=0)

    @property
    def labels(self) -> dict[str, str]:
        """The label of every term, by its key."""
        return {axis.term.key: axis.label for axis in self.axes}

    @property
    def blocks(self) -> dict[str, list[int]]:
        """The places of every term's columns in the design, by its key; the intercept is column 0."""
        places: dict[str, list[int]] = {}
        for at, column in enumerate(self.kept, start=1):
            places.setdefault(column.variable, []).append(at)
        return places

    def design_of(self, patterns: Sequence[CovariatePattern]) -> list[tuple[float, ...]]:
        """The design of other patients, the intercept first, in the columns of the model; one row a pattern."""
        names = {(column.variable, column.label) for column in self.kept}
        made = columns(self.catalogue, self.left, patterns, self.coding)
        values = [column.values for column in made if (column.variable, column.label) in names]
        return [(1.0, *row) for row in (zip(*values, strict=True) if values else [()] * len(patterns))]


def framed(catalogue: Catalogue, taken: Used, found: tuple[Axis, ...], coding: Coding) -> Frame:
    """The columns of these terms. A term of which one column is told by terms before it goes as a whole: without that column
    the others would be compared with another level than they say. Interactions go with it; of an interaction itself, a pair
    of levels that nobody has goes alone, but for effect coding, where the others depend on it."""
    left, told = tuple(axis for axis in found if not axis.constant), list(_constant(found))
    while True:
        left = _without(left, told)
        told += _orphans(left)
        left = _without(left, told)
        made = columns(catalogue, left, taken.patterns, coding)
        empty = _nobody(taken, left, made) if taken.n and coding == "treatment" else []
        made = tuple(column for column in made if column not in empty)
        dropped = taken.told(made)
        if not dropped:
            return Frame(catalogue, taken, found, left, coding, made, (*told, *_empty(left, empty)))
        told.append(_told(made, left, dropped[0]))


def apart(catalogue: Catalogue, taken: Used, found: tuple[Axis, ...], coding: Coding) -> Frame:
    """The columns of these terms, each term in a model of its own."""
    made = [framed(catalogue, taken, (axis,), coding) for axis in found]
    return Frame(
        catalogue=catalogue,
        used=taken,
        axes=found,
        left=tuple(axis for frame in made for axis in frame.left),
        coding=coding,
        kept=tuple(column for frame in made for column in frame.kept),
        aliased=tuple(one for frame in made for one in frame.aliased),
        together=False,
    )


def _without(left: Sequence[Axis], told: Sequence[Aliased]) -> tuple[Axis, ...]:
    gone = {one.variable for one in told}
    return tuple(axis for axis in left if axis.term.key not in gone)


def _nobody(taken: Used, left: Sequence[Axis], made: Sequence[Column]) -> list[Column]:
    """Columns of a level, or of a pair of levels, that nobody is recorded to have."""
    places = {axis.term.key: axis.places for axis in left}
    return [column for column in made if not taken.has(column.members, places[column.variable])]


def _constant(found: Sequence[Axis]) -> list[Aliased]:
    """Terms with one level only."""
    return [
        Aliased(variable=axis.term.key, term=axis.label, label=f"{axis.label}: {axis.levels[0].label}", why="constant")
        for axis in found
        if axis.constant
    ]


def _orphans(left: Sequence[Axis]) -> list[Aliased]:
    """Interactions of a term that is not in the model any more, with the label of that term."""
    there = {axis.term.key for axis in left}
    return [
        Aliased(
            variable=axis.term.key,
            term=axis.label,
            label=axis.label,
            why="without its term",
            of=tuple(one.label for one in axis.of if one.term.key not in there),
        )
        for axis in left
        if any(one.term.key not in there for one in axis.of)
    ]


def _empty(left: Sequence[Axis], empty: Sequence[Column]) -> list[Aliased]:
    """Pairs of levels that nobody has."""
    labels = {axis.term.key: axis.label for axis in left}
    return [Aliased(variable=one.variable, term=labels[one.variable], label=one.label, why="empty cell") for one in empty]


def _told(made: Sequence[Column], left: Sequence[Axis], one: Alias) -> Aliased:
    """The column that those before it tell, with what tells it; a slope that does not vary is told by nothing."""
    labels = {axis.term.key: axis.label for axis in left}
    names = [f"{labels[column.variable]}: {column.label}" for column in made]
    column = made[one.column - 1]
    of = tuple(names[at - 1] for at, _ in one.parts if at)
    return Aliased(
        variable=column.variable,
        term=labels[column.variable],
        label=names[one.column - 1],
        why="told" if of else "constant",
        of=of,
    )
