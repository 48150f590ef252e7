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

LARGEST = 500_000_000  # bytes of all that is packed into one workbook
SAVE = "Open it in a spreadsheet program and save it as .xlsx."


def sheets(path: Path, catalogue: Catalogue, folder: Path) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """The file made of each table's sheet, and what is to be known of the others and of merged cells.

    Raises DataError where the workbook cannot be opened, or a formula has no stored value.
    """
    stored, written = _opened(path, data_only=True), _opened(path, data_only=False)
    made: dict[str, Path] = {}
    told: list[Problem] = []
    for name in stored.sheetnames:
        table = next((one.name for one in catalogue.tables if one.name == name.strip().lower()), None)
        if table is None or table in made:
            told.append(_other(path, name, catalogue))
            continue
        made[table] = folder / f"{path.name}, sheet {table}"
        _write(made[table], [list(row) for row in stored[name].iter_rows()], written[name])
        told += _merged(made[table], written[name])
    for one in catalogue.tables:
        if one.required and one.name not in made:
            remedy = f"Name the sheet with one row for {one.row} so."
            raise _refused(path.name, None, None, f"there is no sheet named {one.name}", remedy)
    return made, tuple(told)


def _opened(path: Path, *, data_only: bool) -> Any:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST:
            raise _refused(
                path.name, None, None, f"it unpacks to more than {LARGEST // 1_000_000:,} MB", "Save the tables as CSV."
            )
        return load_workbook(path, data_only=data_only, keep_links=False)
    except DataError:
        raise
    except Exception as error:  # of a damaged file the library raises whatever the damage leads to
        raise _refused(
            path.name, None, None, f"not an Excel workbook that can be read ({type(error).__name__})", SAVE
        ) from error


def _write(path: Path, rows: list[list[Any]], written: Any) -> None:
    """The cells as text, without the empty rows at the end."""
    texts = [[_text(cell, written, path) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(texts)


def _text(cell: Any, written: Any, path: Path) -> str:
    """A cell as the checks read it: numbers with the 15 digits a spreadsheet keeps, dates as YYYY-MM-DD, errors as shown."""
    value = cell.value
    if value is None:
        formula = written[cell.coordinate].value if written[cell.coordinate].data_type == "f" else None
        if formula is not None:
            rule = "a formula without a stored value"
            raise _refused(path.name, cell.row, cell.column_letter, rule, SAVE, str(getattr(formula, "text", formula)))
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _other(path: Path, name: str, catalogue: Catalogue) -> Problem:
    names = ", ".join(table.name for table in catalogue.tables)
    remedy = f"It was not imported. A sheet of a table is named as it: {names}."
    return _warning(path.name, None, name, "this sheet is no table of the data model", remedy)


def _merged(path: Path, sheet: Any) -> Iterator[Problem]:
    """Merged cells below the header: only the first of them holds the value."""
    for block in sheet.merged_cells.ranges:
        if block.max_row > 1:
            rule = "merged cells: the value stands in the first one only, the others are empty"
            yield _warning(path.name, block.min_row, str(block), rule, "Unmerge them and enter each patient's value.")


def _warning(file: str, row: int | None, found: str, rule: str, remedy: str) -> Problem:
    return Problem(file=file, row=row, column=None, found=found, rule=rule, remedy=remedy, severity="warning")


def _refused(file: str, row: int | None, column: str | None, rule: str, remedy: str, found: str | None = None) -> DataError:
    place = file + (f", row {row}, column {column}" if row else "")
    problem = Problem(file=file, row=row, column=column, found=found, rule=rule, remedy=remedy)
    return DataError(f"Nothing was published. {place}: {rule}. {remedy}", (problem,))
