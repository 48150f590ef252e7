"""The rows of a model: each column's counts, its estimate in the model, alone, and by the other estimator."""

from dataclasses import replace

from core.analysis.axes import Axis
from core.analysis.design import Column
from core.analysis.engines import Engine, Fits
from core.analysis.frame import Frame, apart, framed
from core.domain.model import Coefficient, Fit


def in_order(frame: Frame, made: list[Coefficient]) -> list[Coefficient]:
    """By term, and within it by level."""
    places = {axis.term.key: at for at, axis in enumerate(frame.axes)}
    levels = {axis.term.key: {level.label: at for at, level in enumerate(axis.levels)} for axis in frame.axes}
    return sorted(made, key=lambda row: (places[row.variable], levels[row.variable].get(row.level, 0)))


def reference_rows(frame: Frame, engine: Engine, beside: Engine | None) -> list[Coefficient]:
    """Effect coding leaves the reference without a column; with another level in its place the same model has one for it."""
    others = tuple(_another_reference(axis) for axis in frame.axes)
    moved = (framed if frame.together else apart)(frame.catalogue, frame.used, others, "effect")
    wanted = {(axis.term.key, axis.reference.label) for axis in frame.axes if axis.reference}
    shown = engine.fits(moved.kept) if frame.together else Fits(status="ok")
    made = rows(moved, engine, shown, beside.fits(moved.kept) if beside else None)
    return [row for row in made if (row.variable, row.level) in wanted]


def _another_reference(axis: Axis) -> Axis:
    others = [level for level in axis.levels if level != axis.reference]
    of = tuple(_another_reference(one) for one in axis.of)
    return replace(axis, reference=others[0], of=of) if others else replace(axis, of=of)


def rows(frame: Frame, engine: Engine, shown: Fits, beside: Fits | None) -> list[Coefficient]:
    """A row a column: as fitted in one model, and crude in a model of its own term alone, on the same patients.

    The bends of a spline have no row: they mean nothing one by one. An interaction has nothing to be crude about, and neither
    has a row that holds at a value of another variable; where each term is fitted alone, none does.
    """
    crude = _crude(frame, engine)
    held = [bool(column.at and shown.fits) for column in frame.kept]
    adjusted = shown.fits or (None,) * len(frame.kept)
    shadows = beside.fits if beside else ()
    endless = beside.endless if beside else {}
    return [
        replace(
            _counted(frame, column),
            crude=None if held[at] else crude[at][0],
            crude_status="ok" if held[at] else crude[at][1],
            at=column.at if held[at] or column.part == "interaction" else (),
            adjusted=adjusted[at],
            shadow=shadows[at] if shadows else None,
            endless=endless.get(at + 1, 0),
        )
        for at, column in enumerate(frame.kept)
        if column.part != "bend"
    ]


def _crude(frame: Frame, engine: Engine) -> list[tuple[Fit | None, str]]:
    """The estimate of every column in a model of its own term, and how that ended."""
    crude: list[tuple[Fit | None, str]] = []
    for block in frame.blocks.values():
        if frame.kept[block[0] - 1].part == "interaction":
            crude += [(None, "ok")] * len(block)
            continue
        found = engine.fits([frame.kept[at - 1] for at in block])
        crude += [(fit, found.status) for fit in found.fits or (None,) * len(block)]
    return crude


def _counted(frame: Frame, column: Column) -> Coefficient:
    """The row of a column with its patients and responders: those of the level; of a slope, everyone."""
    places = next(axis.places for axis in frame.axes if axis.term.key == column.variable)
    n, events = frame.used.counted(column.members, places)
    return Coefficient(
        variable=column.variable,
        label=frame.labels[column.variable],
        value=column.level,
        level=column.label,
        reference=column.reference,
        n=n,
        events=events,
        crude=None,
        adjusted=None,
        part=column.part,
        at=column.at,
    )
