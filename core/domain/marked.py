"""The cells of an import with what was found at them: sources as they were read, and rows to be put right."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.problems import Problem, Severity

WEIGHT: tuple[Severity, ...] = ("blocks", "left_out", "emptied", "warning", "note")  # the heaviest first
Place = tuple[int, str | None]  # row of the source; column, or None for the whole row


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTable:
    """A source as it was read. `rows` are pairs of the row's number and its cells: all `n_rows`, or those with a finding
    where there are too many."""

    file: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    n_rows: int
    findings: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """True where every row is there."""
        return len(self.rows) == self.n_rows

    @property
    def at(self) -> Mapping[Place, tuple[Problem, ...]]:
        """The findings of each cell, and of each row as a whole, the heaviest first."""
        found: dict[Place, list[Problem]] = {}
        for one in sorted(self.findings, key=lambda problem: WEIGHT.index(problem.severity)):
            if one.row is not None:
                found.setdefault((one.row, one.column if one.column in self.columns else None), []).append(one)
        return {place: tuple(problems) for place, problems in found.items()}

    @property
    def of_rows(self) -> Mapping[int, tuple[Problem, ...]]:
        """The findings of each row as a whole: whatever keeps it out, and what names no column of the source."""
        found: dict[int, list[Problem]] = {}
        for one in self.findings:
            if one.row is not None and (one.severity == "left_out" or one.column not in self.columns):
                found.setdefault(one.row, []).append(one)
        return {row: tuple(problems) for row, problems in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToCorrect:
    """A row of the data model that was left out or lost cells: its cells, and by place in the row what is wrong there."""

    file: str
    row: int
    cells: tuple[str, ...]
    wrong: tuple[tuple[int, Problem], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableToCorrect:
    """The rows to put right of one table of the data model, under the names of its variables (or of their other forms)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[RowToCorrect, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """What the files of an import look like beside its findings."""

    tables: tuple[MarkedTable, ...] = ()
    to_correct: tuple[TableToCorrect, ...] = ()
