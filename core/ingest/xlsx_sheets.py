"""Excel workbooks (.xlsx, .xlsm) as clinics keep them: each sheet that has cells becomes a table.

No macro, formula or link of a workbook is ever followed: of a formula only the value counts that was stored with it.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from core.domain.problems import Problem
from core.ingest.as_text import text_of
from core.ingest.damage import refusing, unpackable
from core.ingest.findings import in_one_line, refused
from core.ingest.grid import Block, Doubt, Grid, percentage, trimmed
from core.ingest.number_formats import as_shown, day_as_shown, is_percentage
from core.ingest.sheet_tables import sheet_file, tables_of
from core.ingest.source import SourceTable

MOST_CELLS = 2_000_000  # of one sheet, the empty ones counted
SAVE = "Open it in a spreadsheet program and save it as .xlsx."
STORED_TEXT = "str"  # type of a formula's cell; an empty one shows nothing
OLD_CONTAINER = b"\xd0\xcf\x11\xe0"  # of .xls files, and of workbooks behind a password
MACROS = "xl/vbaProject.bin"
WHITE = {"FFFFFFFF", "00FFFFFF"}
UNCOLOURED = "00000000"
PIECE = 1 << 20  # bytes
LONGEST_TAG = 4096  # bytes
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")


def read(path: Path, folder: Path) -> tuple[SourceTable, ...]:
    """A table of every sheet with cells, hidden ones too, with what is to be known of each. Raises DataError."""
    with refusing(path, "an Excel workbook"):
        stored, written, has_macros = opened(path)
        grids = (_grid(path, sheet, written[sheet.title]) for sheet in stored.worksheets)
        return tables_of(path, folder, grids, _told(path) if has_macros else ())


def _told(path: Path) -> tuple[Problem, ...]:
    rule, remedy = "a workbook with macros", "They were neither run nor read; the values stored in its cells were."
    return (Problem(file=path.name, row=None, column=None, found=None, rule=rule, remedy=remedy, severity="note"),)


def opened(path: Path) -> tuple[Any, Any, bool]:
    """The workbook with the values that were stored, the same with its formulas if any, and whether macros are in it."""
    with refusing(path, "an Excel workbook"), path.open("rb") as content:
        if content.read(4) == OLD_CONTAINER:
            raise refused(path.name, "an old workbook, or one behind a password", "Save it as .xlsx without a password.")
        with zipfile.ZipFile(content) as packed:
            has_formulas, has_macros = _looked_into(path, packed), MACROS in packed.namelist()
        values = load_workbook(content, data_only=True, keep_links=False)
        return values, load_workbook(content, keep_links=False) if has_formulas else values, has_macros


def _looked_into(path: Path, packed: zipfile.ZipFile) -> bool:
    """True where a sheet has formulas. Raises DataError where few bytes would take all memory: they unpack to too many, or
    merge more cells than a sheet may have, each of which the library makes."""
    unpackable(path, packed)
    n_merged, has_formulas = 0, False
    for name in packed.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            for piece in _pieces(packed, name):
                has_formulas = has_formulas or bool(_FORMULA.search(piece))
                n_merged += sum(_area(one.group(1).decode()) for one in _MERGED.finditer(piece))
    if n_merged > MOST_CELLS:
        raise refused(path.name, f"more than {MOST_CELLS:,} merged cells", "Unmerge what is merged over whole columns.")
    return has_formulas


def _pieces(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of a part, each piece up to the end of a tag."""
    rest = b""
    with packed.open(name) as part:
        while piece := part.read(PIECE):
            whole, end, rest = (rest[-LONGEST_TAG:] + piece).rpartition(b">")
            yield whole + end


def _area(block: str) -> int:
    left, top, right, bottom = range_boundaries(block)
    return int((right - left + 1) * (bottom - top + 1))


def _grid(path: Path, sheet: Any, written: Any) -> Grid:
    file = sheet_file(path, sheet.title)
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        place = f"its last cell is {sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        remedy = "Delete the rows and columns behind the table, or save it as CSV."
        raise refused(file, f"more than {MOST_CELLS:,} cells: {place}", remedy)
    rows = list(sheet.iter_rows())
    doubts = tuple(found for row in rows for cell in row if (found := doubt(cell, written)))
    emptied = {(one.row, one.column) for one in doubts}
    lines = [["" if (cell.row, cell.column) in emptied else _text(cell) for cell in row] for row in rows]
    return Grid(
        file=file,
        title=sheet.title,
        lines=trimmed(lines),
        merged=tuple(Block(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges),
        doubts=doubts,
        coloured=tuple(_coloured(rows)),
        hidden_rows=tuple(row for row, look in sheet.row_dimensions.items() if look.hidden),
        hidden=sheet.sheet_state != "visible",
    )


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return as_shown(value, cell.number_format)
    return day_as_shown(value, cell.number_format) if isinstance(value, date) else text_of(value)


def doubt(cell: Any, written: Any) -> Doubt | None:
    """Why a cell cannot be taken for what it shows; None where it can. `written` is the sheet with its formulas."""
    value = cell.value
    if cell.data_type == "e":
        return _doubt(cell, str(value), "an error value", "Correct the formula, or empty the cell.")
    if value is None:
        return _valueless(cell, written[cell.coordinate])
    if isinstance(value, int | float) and not isinstance(value, bool) and is_percentage(cell.number_format):
        return percentage(cell.row, cell.column, value)
    return None


def _valueless(cell: Any, formula: Any) -> Doubt | None:
    if formula.data_type != "f" or cell.data_type == STORED_TEXT:
        return None
    text = in_one_line(str(getattr(formula.value, "text", formula.value)))
    return _doubt(cell, text, "a formula without a stored value", SAVE)


def _doubt(cell: Any, found: str, rule: str, remedy: str) -> Doubt:
    return Doubt(row=cell.row, column=cell.column, found=found, rule=rule, remedy=remedy)


def _coloured(rows: list[Any]) -> Iterator[tuple[int, int]]:
    """The cells with a colour of their own that is not white."""
    looks: dict[int, bool] = {}
    for row in rows:
        for cell in row:
            if cell.has_style:
                look = cell.style_id
                if look not in looks:
                    looks[look] = _is_coloured(cell.fill)
                if looks[look]:
                    yield cell.row, cell.column


def _is_coloured(fill: Any) -> bool:
    if fill.fill_type is None:
        return False
    colour = getattr(fill, "fgColor", None)  # a gradient has several
    if colour is None or colour.type != "rgb":
        return colour is None or not (colour.type == "theme" and colour.theme == 0 and not colour.tint)
    return colour.rgb not in WHITE | {UNCOLOURED}
