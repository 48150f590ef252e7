"""The rows of a model: each column's counts, its estimate in the model, alone, and by the other estimator."""

from dataclasses import replace

from core.analysis.design import Axis, Column
from core.analysis.engines import Engine, Fits
from core.analysis.frame import Frame, framed
from core.domain.model import Coefficient, Fit


def in_order(frame: Frame, made: list[Coefficient]) -> list[Coefficient]:
    """By term, and within it by level."""
    places = {axis.term.variable: at for at, axis in enumerate(frame.axes)}
    levels = {axis.term.variable: {level.label: at for at, level in enumerate(axis.levels)} for axis in frame.axes}
    return sorted(made, key=lambda row: (places[row.variable], levels[row.variable].get(row.level, 0)))


def reference_rows(frame: Frame, engine: Engine, beside: Engine | None) -> list[Coefficient]:
    """Effect coding leaves the reference without a column; with another level in its place the same model has one for it."""
    others = tuple(_another_reference(axis) for axis in frame.axes)
    moved = framed(frame.catalogue, frame.used, others, "effect")
    wanted = {(axis.term.variable, axis.reference.label) for axis in frame.axes if axis.reference}
    made = rows(moved, engine, engine.fits(moved.kept), beside.fits(moved.kept) if beside else None)
    return [row for row in made if (row.variable, row.level) in wanted]


def _another_reference(axis: Axis) -> Axis:
    others = [level for level in axis.levels if level != axis.reference]
    return replace(axis, reference=others[0]) if others else axis


def rows(frame: Frame, engine: Engine, shown: Fits, beside: Fits | None) -> list[Coefficient]:
    """A row a column: as fitted in one model, and crude in a model of its own term alone, on the same patients."""
    crude = _crude(frame, engine)
    shadows = beside.fits if beside else ()
    return [
        replace(
            _counted(frame, column),
            crude=crude[at],
            adjusted=shown.fits[at],
            shadow=shadows[at] if shadows else None,
        )
        for at, column in enumerate(frame.kept)
    ]


def _crude(frame: Frame, engine: Engine) -> list[Fit | None]:
    crude: list[Fit | None] = []
    for block in frame.blocks.values():
        crude += engine.fits([frame.kept[at - 1] for at in block]).fits or (None,) * len(block)
    return crude


def _counted(frame: Frame, column: Column) -> Coefficient:
    """The row of a column with its patients and responders: those of the level; of a slope, everyone."""
    inside = [at for at, value in enumerate(column.values) if not column.level or value == 1.0]
    return Coefficient(
        variable=column.variable,
        label=frame.labels[column.variable],
        value=column.level,
        level=column.label,
        reference=column.reference,
        n=sum(frame.used.n[at] for at in inside),
        events=sum(frame.used.events[at] for at in inside),
        crude=None,
        adjusted=None,
    )
