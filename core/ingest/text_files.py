"""Text files as clinics save them: how one is written, and its rows. Files of any size are read in pieces."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from core.domain.errors import DataError
from core.domain.text_form import TextForm
from core.ingest.column_labels import number_places
from core.ingest.findings import refused
from core.ingest.grid import Grid, trimmed
from core.ingest.headers import Header, header_at, header_between, names_row
from core.ingest.source import Pairs, SourceTable

PIECE = 1 << 20  # bytes
MOST_COLUMNS = 2_000
LOOKED_AT = 20  # rows at the top in which the names of the columns may stand
REMEDY = "Save it as CSV in UTF-8, with the names of the columns in the first row and every quotation mark closed."
SEPARATORS = (",", ";", "\t", "|")  # of equally many the first
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CODECS = ("utf-8", "cp932")
LONGEST_CELL = 2_000_000  # letters, as the engine's longest line; the usual limit of the module is 131,072
csv.field_size_limit(LONGEST_CELL)
_NULL = re.compile("\0")
_NO_TEXT = re.compile("[\0\x80\xa0\ue000-\uf8ff]")  # nulls, and bytes to which cp932 gives no character of its own
_THOUSANDS = re.compile(r"\s*[+-]?[1-9]\d{0,2},\d{3}\s*")
_SAYS_SEPARATOR = "sep="
_COMMA, _POINT = re.compile(r"\s*[+-]?\d+,\d+\s*"), re.compile(r"\s*[+-]?\d+\.\d+\s*")
_QUOTED = re.compile(r'"[^"]*"')


def form_of(path: Path, is_number: Callable[[str], bool]) -> TextForm:
    """How a file is written, from all of it.

    A byte-order mark names the encoding; without one it is UTF-8, else the cp932 of Japanese Windows where every byte is in it.
    Cells are separated by the mark the first line that has any has most of. The names of the columns are in the first row or
    below titles, in two rows where one names groups. The comma is a decimal mark where it does not separate cells and, in the
    columns that `is_number` says hold numbers, some cell is a number with a comma that cannot set thousands apart, and
    none is one with a point. Raises DataError where the file cannot be read so.
    """
    try:
        encoding = _encoding(path)
        separator = _separator(path, encoding)
        form = _with_header(path, TextForm(encoding=encoding, separator=separator))
        decimal = "." if separator == "," else _decimal(path, form, is_number)
    except OSError as error:
        raise _unreadable(path, f"cannot be opened ({error.strerror})") from error
    return replace(form, decimal=decimal)


def foreign_cell(path: Path, form: TextForm) -> str | None:
    """The first cell with letters beyond ASCII, by which a reader can tell whether the encoding is right."""
    return next((cell for _, row in rows_of(path, form) for cell in row if not cell.isascii()), None)


def header_of(path: Path, form: TextForm) -> tuple[str, ...]:
    """The names of the columns, without empty ones behind the last. Raises DataError where there are none."""
    row = next((cells for number, cells in rows_of(path, form) if number == form.header), [])
    names = [name.strip() for name in row] if form.tall == 1 else list(_header(path, form).names)
    while names and not names[-1]:
        names.pop()
    if not names:
        raise refused(path.name, "its first line holds no names of columns", REMEDY, 1)
    return tuple(names)


def labels_of(path: Path, form: TextForm) -> Pairs:
    """Columns, and their names without that of a group, where the names are in several rows."""
    header = _header(path, form)
    return header.labels(header.names)


def rows_of(path: Path, form: TextForm) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, the first being row 1 and a blank line a row without cells."""
    yield from enumerate(_rows(path, form.encoding, form.separator), start=1)


def plain_lines(table: SourceTable) -> Iterator[list[str]]:
    """The lines of a table as it was written down by its reader, the header first. Raises DataError for a cell too large."""
    with table.path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle)
        try:
            yield from reader
        except csv.Error as error:
            raise refused(table.file, f"not readable as a table ({error})", REMEDY, reader.line_num) from error


def numbered_rows(table: SourceTable) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table, each with its number in the source and as many cells as there are columns. DataError as above."""
    lines, width = plain_lines(table), len(table.columns)
    next(lines, None)
    for at, cells in enumerate(lines, start=2):
        number, values = (int(cells[0]), cells[1:]) if table.numbered else (at, cells)
        yield number, (*values[:width], *[""] * (width - len(values)))


def with_points(cells: list[str], places: Collection[int]) -> list[str]:
    """The cells of a row, with a decimal point for a comma in the places of numbers."""
    return [_with_point(cell) if at in places else cell for at, cell in enumerate(cells)] if places else cells


def _encoding(path: Path) -> str:
    with path.open("rb") as handle:
        start = handle.read(4)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    for name in (marked,) if marked else CODECS:
        if _decodes(path, name):
            return name
    raise _unreadable(
        path, f"neither UTF-8 nor {'the Shift JIS of Windows (cp932)' if not marked else 'what its first bytes say'}"
    )


def _decodes(path: Path, encoding: str) -> bool:
    """True where every byte of the file is in the encoding, and none of what they stand for is no text."""
    decoder, unwanted = codecs.getincrementaldecoder(encoding)(), _NO_TEXT if encoding == "cp932" else _NULL
    try:
        with path.open("rb") as handle:
            while piece := handle.read(PIECE):
                if unwanted.search(decoder.decode(piece)):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(path: Path, encoding: str) -> str:
    with path.open(encoding=_opening(encoding), newline="") as handle:
        lines = [_QUOTED.sub("", handle.readline(PIECE)) for _ in range(LOOKED_AT)]
    first = lines[0]
    if first.lower().startswith(_SAYS_SEPARATOR):
        raise _unreadable(path, f"the first line is {first.strip()!r}, not the names of the columns", 1)
    named = next((line for line in lines if any(mark in line for mark in SEPARATORS)), first)
    found = Counter({mark: named.count(mark) for mark in SEPARATORS})
    return found.most_common(1)[0][0]


def _with_header(path: Path, form: TextForm) -> TextForm:
    """The form with the rows that name the columns: the first, unless that is a title, with the line of groups above it or the
    line below it that the groups are of."""
    top = _top(path, form)
    if not top.lines:
        return form
    header = header_at(top, names_row(top.lines))
    return replace(form, header=header.first, tall=header.last - header.first + 1)


def _header(path: Path, form: TextForm) -> Header:
    top = _top(path, form)
    return header_between(top, form.header, form.last) if top.lines else Header(form.header, form.last, ())


def _top(path: Path, form: TextForm) -> Grid:
    """The first rows, as a sheet; of more columns than can be read the first."""
    rows = islice(_rows(path, form.encoding, form.separator), LOOKED_AT)
    lines = [[cell.strip() for cell in cells[:MOST_COLUMNS]] for cells in rows]
    return Grid(file=path.name, title=path.stem, lines=trimmed(lines))


def _decimal(path: Path, form: TextForm, is_number: Callable[[str], bool]) -> str:
    try:
        names, commas = header_of(path, form)[:MOST_COLUMNS], False  # a table of more is refused
    except DataError:
        return "."
    places = number_places(names, labels_of(path, form), is_number)
    for _, row in islice(rows_of(path, form), form.last, None):
        cells = [cell for at, cell in enumerate(row) if at in places]
        if any(_POINT.fullmatch(cell) for cell in cells):
            return "."
        commas = commas or any(_COMMA.fullmatch(cell) and not _THOUSANDS.fullmatch(cell) for cell in cells)
    return "," if commas else "."


def _rows(path: Path, encoding: str, separator: str) -> Iterator[list[str]]:
    with path.open(encoding=_opening(encoding), newline="") as handle:
        reader = csv.reader(handle, delimiter=separator, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise _unreadable(path, f"not readable as a table ({error})", reader.line_num) from error


def _opening(encoding: str) -> str:
    """The codec that passes over a byte-order mark."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _with_point(cell: str) -> str:
    return cell.replace(",", ".") if _COMMA.fullmatch(cell) else cell


def _unreadable(path: Path, rule: str, row: int | None = None) -> DataError:
    return refused(path.name, rule, REMEDY, row)
