"""The tests of whole terms: all columns of each, and whether numbers go along a line."""

from dataclasses import dataclass, replace

from core.analysis.axes import Axis, axis_of
from core.analysis.engines import Engine
from core.analysis.frame import Frame, apart, framed
from core.catalogue.lookup import variable
from core.domain.estimates import Test
from core.domain.model import TermTest
from core.domain.terms import USUAL_KNOTS


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The columns of one term of a frame that are to be tested together."""

    frame: Frame
    key: str
    block: list[int]
    linearity: bool


def term_tests(frame: Frame, engine: Engine, *, lines: bool) -> tuple[TermTest, ...]:
    """The test of every term that has columns, then that of the bends of every curve and, on request, of those that every line
    would have as a curve of three knots: the test of linearity."""
    asked = [_Asked(frame, key, block, False) for key, block in frame.blocks.items()]
    asked += [_bends(frame, axis) for axis in frame.left if axis.knots and axis.term.key in frame.blocks]
    asked += [bent for axis in frame.left if lines for bent in _bent(frame, axis)]
    tests = _tests(frame, engine, [one for one in asked if one.frame is frame])
    tests += [_tests(one.frame, engine, [one])[0] for one in asked if one.frame is not frame]
    return tuple(
        TermTest(variable=one.key, label=frame.labels[one.key], test=test, linearity=one.linearity)
        for one, test in zip(asked, tests, strict=True)
    )


def _bends(frame: Frame, axis: Axis) -> _Asked:
    key = axis.term.key
    return _Asked(frame, key, [at for at in frame.blocks[key] if frame.kept[at - 1].part == "bend"], True)


def _bent(frame: Frame, axis: Axis) -> list[_Asked]:
    """The frame with this line as a curve; none where it is no line of a number, is in an interaction, or lacks values."""
    crossed = any(axis in other.of for other in frame.left)
    if axis.term.form != "linear" or crossed or not variable(frame.catalogue, axis.term.variable).numeric:
        return []
    term = replace(axis.term, form="spline", knots=USUAL_KNOTS, per=1.0)
    curve = axis_of(frame.catalogue, term, axis.place, frame.used.patterns, frame.used.n)
    if not curve.knots:
        return []
    others = tuple(curve if one is axis else one for one in frame.left)
    moved = (framed if frame.together else apart)(frame.catalogue, frame.used, others, frame.coding)
    return [_bends(moved, curve)] if axis.term.key in moved.blocks else []


def _tests(frame: Frame, engine: Engine, asked: list[_Asked]) -> list[Test]:
    """The tests of these blocks in the model, or of each in that of its own term."""
    if frame.together:
        return list(engine.tests(frame.kept, [one.block for one in asked]))
    own = {key: [frame.kept[at - 1] for at in block] for key, block in frame.blocks.items()}
    return [engine.tests(own[one.key], [[at - frame.blocks[one.key][0] + 1 for at in one.block]])[0] for one in asked]
