"""The design of a model with what cannot be told apart taken out of it, and named."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.design import Axis, Column, columns
from core.analysis.used import Used
from core.domain.catalogue import Catalogue
from core.domain.model import Aliased, Coding
from core.stats.regression.rank import Rank, aliased_columns


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The patients used, the terms, the columns that are kept and those that are not."""

    catalogue: Catalogue
    used: Used
    axes: tuple[Axis, ...]
    kept: tuple[Column, ...]
    aliased: tuple[Aliased, ...]


def framed(catalogue: Catalogue, taken: Used, found: tuple[Axis, ...], coding: Coding) -> Frame:
    """The columns of these terms, and which of them the patients used can tell apart."""
    made = columns(catalogue, found, taken.patterns, coding)
    rank = aliased_columns(taken.rows(made)) if taken.n else Rank(kept=(0,), dropped=())
    kept = tuple(made[at - 1] for at in rank.kept if at)
    return Frame(catalogue, taken, found, kept, aliased(made, rank, found))


def aliased(made: Sequence[Column], rank: Rank, found: Sequence[Axis]) -> tuple[Aliased, ...]:
    """Terms with one level only, then columns that those before them tell."""
    labels = {axis.term.variable: axis.label for axis in found}
    names = [f"{labels[column.variable]}: {column.label}" for column in made]
    constant = [
        Aliased(variable=axis.term.variable, label=f"{axis.label}: {axis.levels[0].label}", of=())
        for axis in found
        if len(axis.levels) == 1
    ]
    told = [
        Aliased(
            variable=made[one.column - 1].variable,
            label=names[one.column - 1],
            of=tuple(names[at - 1] for at, _ in one.parts if at),
        )
        for one in rank.dropped
    ]
    return (*constant, *told)
