"""Adverse events as clinics write them down: several in one cell, the grade behind the name, a stretch of days as one date.

Every event becomes a row of its own that keeps the number of its source row; what the row says otherwise is said of each, and
that is told. `なし` (none) is no event. English commas and strokes are part of names ("nausea/vomiting") and split nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.domain.mapping import RowMapping
from core.ingest.cells import NO, folded
from core.ingest.findings import Kinds, Listed
from core.ingest.source import SourceTable, write_numbered
from core.ingest.text_files import numbered_rows

SPLIT = re.compile(r"[、；;／\n]")
GRADED = re.compile(r"(.+?)\s*[(（\[]\s*(?:G|Grade|グレード)?\s*([1-5])\s*[)）\]]", re.IGNORECASE)
STRETCH = re.compile(r"\s*((\d{4})[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s*[〜~～–]\s*(\d{4}[-/.年])?(\d{1,2}[-/.月]\d{1,2}日?)\s*")
NO_EVENT = frozenset((*NO, "none", "特になし", "特記なし", "nil"))
LONGEST = 500  # letters; a longer text is no name with a grade behind it, and to look for one takes the square of its length
KINDS: Kinds = {
    "none": ("Nothing needs to be done.", "note"),
    "split": ("Give each event a row of its own where they differ.", "warning"),
    "graded": ("Write the grade in its column.", "note"),
    "days": ("Give each day a column of its own.", "warning"),
}
Cells = tuple[str, ...]


def one_event_a_row(source: SourceTable, row: RowMapping, folder: Path) -> SourceTable:
    """The table with one event in each row, and what was done to its cells; the table as it is where that is nothing."""
    if not _anything_to_do(source, row):
        return source
    path = folder / f"events-{len(list(folder.iterdir()))}.csv"
    apart = _Apart(source, dict(row.columns))
    events = ((number, event) for number, cells in numbered_rows(source) for event in apart.events(number, cells))
    write_numbered(path, source.columns, events)
    told, skipped = (*source.told, *apart.listed.told), source.skipped + apart.listed.totals["none"]
    return replace(source, path=path, numbered=True, told=told, skipped=skipped)


def _anything_to_do(source: SourceTable, row: RowMapping) -> bool:
    """False where every cell holds one event and one day, as in most files: these stay where they are."""
    named = dict(row.columns)
    term, day = source.columns.index(named["term"]), source.columns.index(named.get("onset_month as a date", named["term"]))
    return any(_several(cells[term]) or _stretched(cells[day]) for _, cells in numbered_rows(source))


@lru_cache(10_000)
def _several(term: str) -> bool:
    return _is_none(term) or SPLIT.search(term) is not None or (len(term) <= LONGEST and GRADED.fullmatch(term) is not None)


@lru_cache(10_000)
def _stretched(day: str) -> bool:
    return STRETCH.fullmatch(day) is not None


def _is_none(term: str) -> bool:
    return folded(term).strip().lower() in NO_EVENT


class _Apart:
    """Takes events apart, and lists what was done. `columns`: variable -> column of the source."""

    def __init__(self, source: SourceTable, columns: dict[str, str]) -> None:
        self.source, self.listed = source, Listed(source.file, KINDS)
        places = {name: source.columns.index(column) for name, column in columns.items()}
        self.term, self.grade = places["term"], places.get("grade")
        self.first, self.last = places.get("onset_month as a date"), places.get("end_month as a date")

    def events(self, number: int, cells: Cells) -> Iterator[Cells]:
        """The events of one row."""
        found = cells[self.term]
        if _is_none(found):
            self._list("none", number, self.term, found, "asked, and no event: no row of its own")
            return
        cells = self._days(number, cells)
        terms = [term for part in SPLIT.split(found) if (term := part.strip())] or [found]
        if len(terms) > 1:
            rule = f"{len(terms)} events in one cell, {', '.join(terms)}: the row's grade and days are taken for each"
            self._list("split", number, self.term, found, rule)
        for term in terms:
            event = self._graded(number, _put(cells, self.term, term))
            if _is_none(event[self.term]):
                self._list("none", number, self.term, found, f"{event[self.term]!r} in it is no event: no row of its own")
            else:
                yield event

    def _graded(self, number: int, cells: Cells) -> Cells:
        """The grade behind a name, put where grades are; one that stands there already stays. Of several the last counts."""
        found = cells[self.term]
        behind = GRADED.fullmatch(found) if len(found) <= LONGEST else None
        if not behind:
            return cells
        self._list("graded", number, self.term, found, f"read as {behind[1]} of grade {behind[2]}")
        if self.grade is not None and not cells[self.grade].strip():
            cells = _put(cells, self.grade, behind[2])
        return self._graded(number, _put(cells, self.term, behind[1]))

    def _days(self, number: int, cells: Cells) -> Cells:
        """Two days in the cell of the first: 2023/1/10〜1/24. The second is in the same year where it names none."""
        if self.first is None or self.last is None or cells[self.last].strip():
            return cells
        stretch = STRETCH.fullmatch(cells[self.first])
        if not stretch:
            return cells
        first, last = stretch[1], f"{stretch[3] or stretch[2] + stretch[1][4]}{stretch[4]}"
        self._list("days", number, self.first, cells[self.first], f"read as {first} to {last}")
        return _put(_put(cells, self.first, first), self.last, last)

    def _list(self, kind: str, row: int, place: int, found: str, rule: str) -> None:
        self.listed.add(kind, row, found, rule, self.source.columns[place])


def _put(cells: Cells, place: int, text: str) -> Cells:
    return (*cells[:place], text, *cells[place + 1 :])
