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

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.problems import Problem
from core.ingest.findings import in_one_line, no_table, refused, table_called, warning
from core.store.checks import refusal

LARGEST = 500_000_000  # bytes of all that is packed into one workbook
MOST_CELLS = 2_000_000  # of one sheet, the empty ones counted
LONGEST_NAME = 180  # bytes of a file's name
SAVE = "Open it in a spreadsheet program and save it as .xlsx."
STORED_TEXT = "str"  # type of a formula's cell; an empty one shows nothing


def sheets(path: Path, catalogue: Catalogue, folder: Path) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """The file made of each table's sheet, and what is to be known of the others, of merged cells and of hidden rows.

    Raises DataError where the workbook cannot be opened, a table has no sheet that it needs or two, or a cell cannot be taken
    for what it shows: an error, a percentage, a formula without a stored value.
    """
    stored, written = _opened(path)
    made: dict[str, Path] = {}
    told: list[Problem] = []
    for sheet in stored.worksheets:
        table = table_called(catalogue, sheet.title)
        if table is None:
            told.append(no_table(catalogue, path.name, "sheet", found=sheet.title))
            continue
        if table in made:
            raise refused(path.name, f"there are two sheets named {table}", "Leave the one that counts.")
        made[table] = folder / f"{_short(path.name)}, sheet {table}"
        told += [*_write(made[table], sheet, written[sheet.title]), *_merged(made[table], sheet), *_hidden(made[table], sheet)]
    for one in catalogue.tables:
        if one.required and one.name not in made:
            remedy = f"Name the sheet with one row for {one.row} so."
            raise refused(path.name, f"there is no sheet named {one.name}", remedy)
    if any(one.severity == "blocks" for one in told):
        raise refusal(told)
    return made, tuple(told)


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


def _write(path: Path, sheet: Any, written: Any) -> list[Problem]:
    """Writes the cells as text, without the empty rows and columns behind them; gives those that are not what they show."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        place = f"its last cell is {sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        remedy = "Delete the rows and columns behind the table, or save it as CSV."
        raise refused(path.name, f"more than {MOST_CELLS:,} cells: {place}", remedy)
    rows = list(sheet.iter_rows())
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    width = max((at + 1 for row in texts for at, text in enumerate(row) if text), default=0)
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(row[:width] for row in texts)
    return [found for row in rows for cell in row if (found := _trouble(path, cell, written))]


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


def _trouble(path: Path, cell: Any, written: Any) -> Problem | None:
    """Why a cell cannot be taken for what it shows; None where it can."""
    value, formula = cell.value, written[cell.coordinate]
    if cell.data_type == "e":
        return _blocked(path, cell, str(value), "an error value", "Correct the formula, or empty the cell.")
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in cell.number_format:
        shown = f"{100 * value:.15g}%"
        return _blocked(
            path, cell, shown, f"a percentage, which is stored as {value:.15g}", "Write the number without the sign."
        )
    if value is None and formula.data_type == "f" and cell.data_type != STORED_TEXT:
        text = str(getattr(formula.value, "text", formula.value))
        return _blocked(path, cell, text, "a formula without a stored value", SAVE)
    return None


def _blocked(path: Path, cell: Any, found: str, rule: str, remedy: str) -> Problem:
    return Problem(file=path.name, row=cell.row, column=cell.column_letter, found=found, rule=rule, remedy=remedy)


def _merged(path: Path, sheet: Any) -> Iterator[Problem]:
    """Merged cells below the header: only the first of them holds the value."""
    for block in sheet.merged_cells.ranges:
        if block.max_row > 1:
            rule = "merged cells: the value stands in the first one only, the others are empty"
            yield warning(path.name, block.min_row, str(block), rule, "Unmerge them and enter each patient's value.")


def _hidden(path: Path, sheet: Any) -> Iterator[Problem]:
    """Rows that nobody sees are imported like all others."""
    rows = sorted(row for row, look in sheet.row_dimensions.items() if look.hidden and 1 < row <= sheet.max_row)
    if rows or sheet.sheet_state != "visible":
        what = f"{len(rows):,} hidden rows, the first is row {rows[0]}" if rows else "a hidden sheet"
        yield warning(
            path.name, None, sheet.title, what, "They were imported like all others. Delete them if they do not count."
        )
