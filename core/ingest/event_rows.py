"""Adverse events as clinics write them down: several in one cell, the grade behind the name, a stretch of days as one date.

Every event becomes a row of its own that keeps the number of its source row; what the row says otherwise is said of each, and
that is told. `なし` (none) is no event. English commas and strokes are part of names ("nausea/vomiting") and split nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.domain.mapping import RowMapping
from core.domain.problems import Problem, Severity
from core.ingest.cells import NO, folded
from core.ingest.findings import Listed
from core.ingest.source import SourceTable, write_numbered
from core.ingest.text_files import plain_lines

SPLIT = re.compile(r"[、；;／\n]")
GRADED = re.compile(r"(.+?)\s*[(（\[]\s*(?:G|Grade|グレード)?\s*([1-5])\s*[)）\]]", re.IGNORECASE)
STRETCH = re.compile(r"\s*((\d{4})[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s*[〜~～–]\s*(\d{4}[-/.年])?(\d{1,2}[-/.月]\d{1,2}日?)\s*")
NO_EVENT = frozenset((*NO, "none", "特になし", "特記なし", "nil"))
LONGEST = 500  # letters; a longer text is no name with a grade behind it, and to look for one takes the square of its length
KINDS: dict[str, tuple[str, Severity]] = {
    "none": ("Nothing needs to be done.", "note"),
    "split": ("Give each event a row of its own where they differ.", "warning"),
    "graded": ("Write the grade in its column.", "note"),
    "days": ("Give each day a column of its own.", "warning"),
}
Cells = dict[str, str]  # column -> cell


def one_event_a_row(source: SourceTable, row: RowMapping, folder: Path) -> SourceTable:
    """The table with one event in each row, and what was done to its cells; the table as it is where that is nothing."""
    path = folder / f"events-{len(list(folder.iterdir()))}.csv"
    apart = _Apart(source.file, dict(row.columns))
    events = ((number, list(event.values())) for number, cells in _rows(source) for event in apart.events(number, cells))
    write_numbered(path, source.columns, events)
    if not apart.listed.told:
        return source
    told, skipped = (*source.told, *apart.listed.told), source.skipped + apart.listed.totals["none"]
    return replace(source, path=path, numbered=True, told=told, skipped=skipped)


class _Apart:
    """Takes events apart, and lists what was done. `columns`: variable -> column of the source."""

    def __init__(self, file: str, columns: Cells) -> None:
        self.file, self.columns, self.listed = file, columns, Listed()
        self.term, self.grade = columns["term"], columns.get("grade", "")
        self.first, self.last = columns.get("onset_month as a date", ""), columns.get("end_month as a date", "")

    def events(self, number: int, cells: Cells) -> Iterator[Cells]:
        """The events of one row."""
        found = cells[self.term]
        if folded(found).strip().lower() in NO_EVENT:
            self._list("none", number, self.term, found, "asked, and no event: no row of its own")
            return
        cells = self._days(number, cells)
        terms = [term for part in SPLIT.split(found) if (term := part.strip())] or [found]
        if len(terms) > 1:
            rule = f"{len(terms)} events in one cell, {', '.join(terms)}: the row's grade and days are taken for each"
            self._list("split", number, self.term, found, rule)
        for term in terms:
            yield self._graded(number, cells | {self.term: term})

    def _graded(self, number: int, cells: Cells) -> Cells:
        """The grade behind a name, put where grades are; one that stands there already stays."""
        behind = GRADED.fullmatch(cells[self.term]) if len(cells[self.term]) <= LONGEST else None
        if not behind:
            return cells
        self._list("graded", number, self.term, cells[self.term], f"read as {behind[1]} of grade {behind[2]}")
        more = {self.grade: behind[2]} if self.grade and not cells[self.grade].strip() else {}
        return cells | {self.term: behind[1]} | more

    def _days(self, number: int, cells: Cells) -> Cells:
        """Two days in the cell of the first: 2023/1/10〜1/24. The second is in the same year where it names none."""
        stretch = STRETCH.fullmatch(cells.get(self.first, ""))
        if not stretch or not self.last or cells[self.last].strip():
            return cells
        first, last = stretch[1], f"{stretch[3] or stretch[2] + stretch[1][4]}{stretch[4]}"
        self._list("days", number, self.first, cells[self.first], f"read as {first} to {last}")
        return cells | {self.first: first, self.last: last}

    def _list(self, kind: str, row: int, column: str, found: str, rule: str) -> None:
        remedy, severity = KINDS[kind]
        problem = Problem(file=self.file, row=row, column=column, found=found, rule=rule, remedy=remedy, severity=severity)
        self.listed.add(kind, problem)


def _rows(source: SourceTable) -> Iterator[tuple[int, Cells]]:
    rows = plain_lines(source)
    next(rows, None)
    for at, cells in enumerate(rows, start=2):
        number, values = (int(cells[0]), cells[1:]) if source.numbered else (at, cells)
        yield number, dict(zip(source.columns, (*values, *[""] * (len(source.columns) - len(values))), strict=False))
