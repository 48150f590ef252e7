"""Old Excel workbooks (.xls, of 97 to 2003): each sheet that has cells becomes a table. No macro or formula is followed."""

from collections.abc import Iterator
from datetime import datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

import xlrd

from core.ingest.as_text import text_of
from core.ingest.damage import refusing
from core.ingest.grid import Block, Doubt, Grid, percentage, trimmed
from core.ingest.number_formats import as_shown, day_as_shown, is_percentage
from core.ingest.sheet_tables import sheet_file, tables_of
from core.ingest.source import SourceTable

NO_FILL, WHITE = 0, {1, 9, 64}  # a pattern, and colours of the palette; 64 is the screen's own background


def read(path: Path, folder: Path) -> tuple[SourceTable, ...]:
    """A table of every sheet with cells, hidden ones too, with what is to be known of each. Raises DataError.

    A formula counts by its stored value; in these files one without looks like any empty text.
    """
    with refusing(path, "an old Excel workbook"):
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=StringIO())
        return tables_of(path, folder, (_grid(path, book, sheet) for sheet in book.sheets()))


def _grid(path: Path, book: Any, sheet: Any) -> Grid:
    doubts: list[Doubt] = []
    lines = [[_text(book, sheet, row, at, doubts) for at in range(sheet.row_len(row))] for row in range(sheet.nrows)]
    return Grid(
        file=sheet_file(path, sheet.name),
        title=sheet.name,
        lines=trimmed(lines),
        merged=tuple(Block(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        doubts=tuple(doubts),
        coloured=tuple(_coloured(book, sheet)),
        hidden_rows=tuple(row + 1 for row, look in sheet.rowinfo_map.items() if look.hidden),
        hidden=sheet.visibility != 0,
    )


def _text(book: Any, sheet: Any, row: int, at: int, doubts: list[Doubt]) -> str:
    """The text of a cell, or an empty one and a doubt where it is not what it shows."""
    kind, value = sheet.cell_type(row, at), sheet.cell_value(row, at)
    if kind == xlrd.XL_CELL_ERROR:
        found = xlrd.error_text_from_code.get(value, str(value))
        remedy = "Correct the formula, or empty the cell."
        doubts.append(Doubt(row=row + 1, column=at + 1, found=found, rule="an error value", remedy=remedy))
        return ""
    if kind == xlrd.XL_CELL_NUMBER:
        return _number(value, _format(book, sheet, row, at), (row + 1, at + 1), doubts)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return text_of(bool(value))
    return _moment(book, value, _format(book, sheet, row, at)) if kind == xlrd.XL_CELL_DATE else text_of(value)


def _number(value: float, number_format: str, place: tuple[int, int], doubts: list[Doubt]) -> str:
    if not is_percentage(number_format):
        return as_shown(value, number_format)
    doubts.append(percentage(*place, value))
    return ""


def _moment(book: Any, value: float, number_format: str) -> str:
    """A date, a date with a time, or a time of day; the bare number where the workbook's calendar has no such day."""
    try:
        found: datetime = xlrd.xldate_as_datetime(value, book.datemode)
    except (xlrd.XLDateError, ValueError, OverflowError):
        return text_of(value)
    return str(found.time()) if 0 < value < 1 and found.time() != time.min else day_as_shown(found, number_format)


def _format(book: Any, sheet: Any, row: int, at: int) -> str:
    look = book.xf_list[sheet.cell_xf_index(row, at)]
    return str(book.format_map[look.format_key].format_str)


def _coloured(book: Any, sheet: Any) -> Iterator[tuple[int, int]]:
    for row in range(sheet.nrows):
        for at in range(sheet.row_len(row)):
            fill = book.xf_list[sheet.cell_xf_index(row, at)].background
            if fill.fill_pattern != NO_FILL and fill.pattern_colour_index not in WHITE:
                yield row + 1, at + 1
