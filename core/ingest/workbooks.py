"""Excel workbooks in the layout of the data model: one sheet a table, named as the table, row 1 the header.

A sheet becomes a text table with the same rows, so that it takes the one way to the checks. No macro, formula or link of a
workbook is ever followed: of a formula only the value counts that was stored with it.
"""

import csv
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from core.domain.errors import DataError
from core.domain.problems import Problem
from core.ingest.findings import in_one_line, refused, warning
from core.ingest.source import SourceTable
from core.store.checks import refusal

LARGEST = 500_000_000  # bytes of all that is packed into one workbook
MOST_CELLS = 2_000_000  # of one sheet, the empty ones counted
LONGEST_NAME = 180  # bytes of a file's name
SAVE = "Open it in a spreadsheet program and save it as .xlsx."
STORED_TEXT = "str"  # type of a formula's cell; an empty one shows nothing


def sheets(path: Path, folder: Path) -> tuple[SourceTable, ...]:
    """A table of each sheet, with what is to be known of merged cells and hidden rows.

    Raises DataError where the workbook cannot be opened, or a cell cannot be taken for what it shows: an error, a percentage, a
    formula without a stored value.
    """
    stored, written = _opened(path)
    made: list[SourceTable] = []
    for sheet in stored.worksheets:
        name = f"{_short(path.name)}, sheet {sheet.title}"
        plain = folder / f"sheet-{len(list(folder.iterdir()))}.csv"
        header, trouble = _write(name, plain, sheet, written[sheet.title])
        told = (*trouble, *_merged(name, sheet), *_hidden(name, sheet))
        if any(one.severity == "blocks" for one in told):
            raise refusal(told)
        if header:
            made.append(SourceTable(file=name, title=sheet.title, path=plain, columns=tuple(header), told=told))
    return tuple(made)


def _short(name: str) -> str:
    """A name that every file system takes."""
    return name.encode()[:LONGEST_NAME].decode(errors="ignore")


def _opened(path: Path) -> tuple[Any, Any]:
    """The workbook with the values that were stored, and with the formulas."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST:
            raise refused(path.name, f"it unpacks to more than {LARGEST // 1_000_000:,} MB", "Save the tables as CSV.")
        return load_workbook(path, data_only=True, keep_links=False), load_workbook(path, keep_links=False)
    except DataError:
        raise
    except Exception as error:  # of a damaged file the library raises whatever the damage leads to
        raise refused(path.name, f"not an Excel workbook that can be read ({type(error).__name__})", SAVE) from error


def _write(name: str, path: Path, sheet: Any, written: Any) -> tuple[list[str], list[Problem]]:
    """Writes the cells as text, without what is empty behind them; gives the header, and cells that are not what they show."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        place = f"its last cell is {sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        remedy = "Delete the rows and columns behind the table, or save it as CSV."
        raise refused(name, f"more than {MOST_CELLS:,} cells: {place}", remedy)
    rows = list(sheet.iter_rows())
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    width = max((at + 1 for row in texts for at, text in enumerate(row) if text), default=0)
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(row[:width] for row in texts)
    return texts[0][:width] if texts else [], [f for row in rows for cell in row if (f := _trouble(name, cell, written))]


def _text(cell: Any) -> str:
    """A cell as the checks read it: numbers with the 15 digits a spreadsheet keeps, dates as YYYY-MM-DD, one line each."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else in_one_line(str(value)).strip()


def _trouble(name: str, cell: Any, written: Any) -> Problem | None:
    """Why a cell cannot be taken for what it shows; None where it can."""
    value, formula = cell.value, written[cell.coordinate]
    if cell.data_type == "e":
        return _blocked(name, cell, str(value), "an error value", "Correct the formula, or empty the cell.")
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in cell.number_format:
        shown = f"{100 * value:.15g}%"
        return _blocked(
            name, cell, shown, f"a percentage, which is stored as {value:.15g}", "Write the number without the sign."
        )
    if value is None and formula.data_type == "f" and cell.data_type != STORED_TEXT:
        text = str(getattr(formula.value, "text", formula.value))
        return _blocked(name, cell, text, "a formula without a stored value", SAVE)
    return None


def _blocked(name: str, cell: Any, found: str, rule: str, remedy: str) -> Problem:
    return Problem(file=name, row=cell.row, column=cell.column_letter, found=found, rule=rule, remedy=remedy)


def _merged(name: str, sheet: Any) -> Iterator[Problem]:
    """Merged cells below the header: only the first of them holds the value."""
    for block in sheet.merged_cells.ranges:
        if block.max_row > 1:
            rule = "merged cells: the value stands in the first one only, the others are empty"
            yield warning(name, block.min_row, str(block), rule, "Unmerge them and enter each patient's value.")


def _hidden(name: str, sheet: Any) -> Iterator[Problem]:
    """Rows that nobody sees are imported like all others."""
    rows = sorted(row for row, look in sheet.row_dimensions.items() if look.hidden and 1 < row <= sheet.max_row)
    if rows or sheet.sheet_state != "visible":
        what = f"{len(rows):,} hidden rows, the first is row {rows[0]}" if rows else "a hidden sheet"
        yield warning(name, None, sheet.title, what, "They were imported like all others. Delete them if they do not count.")
