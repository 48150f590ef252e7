"""Text files as tables with numbered rows: rows that are too short or too long are told, blank lines passed over."""

import mmap
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from core.domain.problems import Problem
from core.domain.text_form import TextForm
from core.ingest.findings import Kinds, Listed, refused, skipped_line, warning
from core.ingest.source import SourceTable, write_numbered
from core.ingest.text_files import MOST_COLUMNS, foreign_cell, form_of, header_of, rows_of, with_points

NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp932": "the Shift JIS of Windows (cp932)"}
MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
PATTERN = re.compile(r"[*?\[\]{}]")  # the engine would take such a path for a pattern
BLANK = re.compile(rb"\n[ \t]*\r?\n(?=[^\r\n \t])")
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
    told = (*_told(path, form), *_titles(path, form))
    source = SourceTable(file=path.name, title=path.stem, path=path, columns=columns, told=told)
    if form.plain and not PATTERN.search(str(path)) and not _has_blank_lines(path):
        return source
    return mended(source, folder, form, is_number)


def mended(source: SourceTable, folder: Path, form: TextForm, is_number: Callable[[str], bool]) -> SourceTable:
    """The table written anew, each row with its number and as many cells as the header has."""
    path = folder / f"text-{len(list(folder.iterdir()))}.csv"
    reading = _Rows(source.file, len(source.columns))
    points = {at for at, name in enumerate(source.columns) if is_number(name)} if form.decimal == "," else set()
    rows = ((number, with_points(cells, points)) for number, cells in rows_of(source.path, form) if number > form.header)
    write_numbered(path, source.columns, reading.fitting(rows))
    told = (*source.told, *reading.listed.told)
    return replace(
        source,
        path=path,
        numbered=True,
        told=told,
        left_out=reading.listed.totals["long"],
        skipped=reading.listed.totals["blank"] + form.header - 1,
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


def _has_blank_lines(path: Path) -> bool:
    """True where the engine would pass over a line between rows, so that the numbers of later rows would be wrong."""
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return BLANK.search(content) is not None


def _told(path: Path, form: TextForm) -> tuple[Problem, ...]:
    """How a file was read that is not in the common form."""
    if replace(form, header=1).plain:
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
    """The lines above the names of the columns."""
    for row, cells in islice(rows_of(path, form), form.header - 1):
        found = next((cell for cell in cells if cell.strip()), "")
        yield skipped_line(path.name, row, found, "a title above the table" if found else "a blank line")
