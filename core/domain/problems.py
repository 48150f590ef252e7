"""One finding about the data brought in: where, what was found, which rule, what became of it, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SHOWN = 100  # findings of one kind that are listed one by one
Severity = Literal["blocks", "left_out", "emptied", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding at one cell, or at one table where `row` and `column` are None. Rows are numbered as an editor shows them.

    `blocks`: nothing can be published. `left_out`: the row is not taken. `emptied`: the row is taken, the cell is not.
    `warning`: taken, and to be looked at. `note`: taken and put into the plain form in the only way it can be read.
    """

    file: str
    row: int | None
    column: str | None
    found: str | None
    rule: str
    remedy: str
    severity: Severity = "blocks"


def in_all(total: int) -> str:
    """What to add to a rule that more rows break than are listed."""
    return f" ({total:,} rows; the first {SHOWN} are listed)" if total > SHOWN else ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Findings that differ in nothing but row and value: the first of them, all their rows, and the different values found."""

    first: Problem
    rows: tuple[int, ...]
    found: tuple[str, ...]


def alike(findings: Iterable[Problem]) -> tuple[Alike, ...]:
    """Findings put together by file, column, rule and what became of them, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for one in findings:
        groups.setdefault((one.file, one.column, one.rule, one.remedy, one.severity), []).append(one)
    return tuple(
        Alike(
            group[0],
            tuple(dict.fromkeys(one.row for one in group if one.row is not None)),
            tuple(dict.fromkeys(one.found for one in group if one.found is not None)),
        )
        for group in groups.values()
    )
