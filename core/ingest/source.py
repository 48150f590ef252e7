"""What every reader makes of a file: tables of text in one plain form, each row with the number that its source shows."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.domain.problems import Problem
from core.ingest.findings import in_one_line

Pairs = tuple[tuple[str, str], ...]
ROW = "row"  # header of the column that holds the numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTable:
    """One table of a file, written to `path` as CSV in UTF-8 with commas and one header line.

    `file` is how readers know it ("clinic.xlsx, sheet Patients"), `title` what it calls itself (the file's stem or the title
    of the sheet). Where `numbered`, the first column of `path` is the row's number in the source and is not among `columns`;
    else row 2 is the first below the header. `left_out` rows could not be taken for a row of the table and `skipped` hold no
    data (a title, a blank line, a subtotal); neither is in `path`, and `told` says so of each, up to SHOWN of a kind.
    `identifiers` are the columns that the source itself marks as telling who somebody is, `forms` pairs of a column and the
    form of a project that it is filled in on, where a dictionary says so, and `labels` of a column and what the file, or its
    dictionary, says that it holds.
    """

    file: str
    title: str
    path: Path
    columns: tuple[str, ...]
    numbered: bool = False
    told: tuple[Problem, ...] = ()
    left_out: int = 0
    skipped: int = 0
    identifiers: tuple[str, ...] = ()
    forms: Pairs = ()
    labels: Pairs = ()


def write_numbered(path: Path, columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Writes rows, each behind its number in the source; a break within a cell becomes a space."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow([ROW, *map(in_one_line, columns)])
        writer.writerows([number, *map(in_one_line, cells)] for number, cells in rows)
