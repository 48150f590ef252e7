"""Text files as tables with numbered rows: rows that are too short or too long are told, blank lines passed over."""

import mmap
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from core.domain.problems import Problem
from core.domain.text_form import TextForm
from core.ingest.column_labels import number_places
from core.ingest.findings import Kinds, Listed, refused, skipped_line, warning
from core.ingest.grid import Grid, trimmed
from core.ingest.headers import Header
from core.ingest.lines import lines_behind
from core.ingest.sheet_tables import shortened
from core.ingest.source import SourceTable, write_numbered
from core.ingest.text_files import MOST_COLUMNS, foreign_cell, form_of, header_of, labels_of, rows_of, with_points

NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp932": "the Shift JIS of Windows (cp932)"}
MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
PATTERN = re.compile(r"[*?\[\]{}]")  # the engine would take such a path for a pattern
BLANK = re.compile(rb"\n[ \t]*\r?\n(?=[^\r\n \t])")
BY_HAND = 5_000_000  # bytes
MOST_CELLS = 2_000_000
KINDS: Kinds = {
    "long": ("Put the cells under their columns.", "left_out"),
    "short": ("Check that the values stand under their columns.", "warning"),
    "trailing": ("They are passed over.", "note"),
    "blank": ("It is passed over.", "note"),
}
Row = tuple[int, list[str]]


def read_text(path: Path, folder: Path, is_number: Callable[[str], bool]) -> SourceTable:
    """The table of a text file; one in the plain form is left where it is. `is_number` says which columns hold numbers.

    Raises DataError where it cannot be read.
    """
    form = form_of(path, is_number)
    columns = header_of(path, form)
    if len(columns) > MOST_COLUMNS:
        remedy = "Save the sheet that holds the patients, with one column for each thing recorded."
        raise refused(path.name, f"{len(columns):,} columns, more than {MOST_COLUMNS:,}", remedy)
    no_rows = _no_rows(path, form, columns)
    skipped = (skipped_line(path.name, row, found, why) for row, (found, why) in no_rows.items())
    told = (*_told(path, form), *_titles(path, form), *shortened(skipped))
    source = SourceTable(
        file=path.name,
        title=path.stem,
        path=path,
        columns=columns,
        told=told,
        skipped=len(no_rows),
        labels=labels_of(path, form),
    )
    if form.plain and not no_rows and not PATTERN.search(str(path)) and not _has_blank_lines(path):
        return source
    return mended(source, folder, form, is_number, no_rows)


def mended(
    source: SourceTable, folder: Path, form: TextForm, is_number: Callable[[str], bool], no_rows: Collection[int] = ()
) -> SourceTable:
    """The table written anew, each row with its number and as many cells as the header has, but for `no_rows`."""
    path = folder / f"text-{len(list(folder.iterdir()))}.csv"
    reading = _Rows(source.file, len(source.columns))
    points = number_places(source.columns, source.labels, is_number) if form.decimal == "," else set()
    rows = ((number, cells) for number, cells in rows_of(source.path, form) if number > form.last and number not in no_rows)
    write_numbered(path, source.columns, reading.fitting((number, with_points(cells, points)) for number, cells in rows))
    told = (*source.told, *reading.listed.told)
    return replace(
        source,
        path=path,
        numbered=True,
        told=told,
        left_out=reading.listed.totals["long"],
        skipped=source.skipped + reading.listed.totals["blank"] + form.header - 1,
    )


class _Rows:
    """Rows that fit their header, while those that do not are listed."""

    def __init__(self, file: str, width: int) -> None:
        self.width, self.listed = width, Listed(file, KINDS)

    def fitting(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Each row with as many cells as the header; what has more, and not merely empty ones, is left out."""
        for number, cells in rows:
            extra = [cell for cell in cells[self.width :] if cell.strip()]
            if len(cells) < 2 and not any(cell.strip() for cell in cells) and self.width > 1:
                self.listed.add("blank", number, None, "a blank line")
            elif extra:
                rule = f"{len(cells)} cells for {self.width} columns: which one is wrong cannot be known"
                self.listed.add("long", number, extra[0][:200], rule)
            else:
                if len(cells) > self.width:
                    self.listed.add("trailing", number, None, "empty cells behind the last column")
                elif len(cells) < self.width:
                    rule = f"{len(cells)} cells for {self.width} columns: the last ones are taken as empty"
                    self.listed.add("short", number, None, rule)
                yield number, [*cells[: self.width], *[""] * (self.width - len(cells))]


def _no_rows(path: Path, form: TextForm, columns: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """The lines below the header that are no rows: subtotals, means and footnotes behind the last; number -> text and why.

    Files that nobody writes by hand, of more than 5 MB or two million cells, are taken to have none.
    """
    if path.stat().st_size > BY_HAND:
        return {}
    rows = [[cell.strip() for cell in cells] for _, cells in rows_of(path, form)]
    if len(rows) * max(map(len, rows), default=0) > MOST_CELLS:
        return {}
    lines = trimmed(rows)
    if len(lines) <= form.last:
        return {}
    found = lines_behind(Grid(file=path.name, title=path.stem, lines=lines), Header(form.header, form.last, columns))
    return {row: (next(text for text in lines[row - 1] if text), why) for row, why in sorted(found.items())}


def _has_blank_lines(path: Path) -> bool:
    """True where the engine would pass over a line between rows, so that the numbers of later rows would be wrong."""
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return BLANK.search(content) is not None


def _told(path: Path, form: TextForm) -> tuple[Problem, ...]:
    """How a file was read that is not in the common form."""
    if replace(form, header=1, tall=1).plain:
        return ()
    decimal = ", with decimal commas" if form.decimal == "," else ""
    return (
        warning(
            path.name,
            None,
            foreign_cell(path, form) if form.encoding == "cp932" else None,
            f"read as {NAMES[form.encoding]}, cells separated by {MARKS[form.separator]}{decimal}",
            "If letters or numbers look wrong, save it as CSV in UTF-8 and import again.",
        ),
    )


def _titles(path: Path, form: TextForm) -> Iterator[Problem]:
    """The lines above the names of the columns, and these where they are in several."""
    for row, cells in islice(rows_of(path, form), form.header - 1):
        found = next((cell for cell in cells if cell.strip()), "")
        yield skipped_line(path.name, row, found, "a title above the table" if found else "a blank line")
    if form.tall > 1:
        rule = f"rows {form.header} to {form.last} name the columns, the name of a group before each of its own"
        remedy = "Put the names of the columns into one row if they were not joined rightly."
        yield replace(warning(path.name, form.header, None, rule, remedy), severity="note")
