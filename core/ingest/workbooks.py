"""Excel workbooks in the layout of the data model: one sheet a table, named as the table, row 1 the header.

A sheet becomes a text table with the same rows, so that it takes the one way to the checks. No macro, formula or link of a
workbook is ever followed: of a formula only the value counts that was stored with it.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.domain.catalogue import Catalogue
from core.domain.problems import Problem
from core.ingest.as_text import text_of
from core.ingest.findings import no_table, refused, table_called, warning
from core.ingest.xlsx_sheets import MOST_CELLS, doubt, opened
from core.store.checks import refusal

LONGEST_NAME = 180  # bytes of a file's name


def sheets(path: Path, catalogue: Catalogue, folder: Path) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """The file made of each table's sheet, and what is to be known of the others, of merged cells and of hidden rows.

    Raises DataError where the workbook cannot be opened, a table has no sheet that it needs or two, or a cell cannot be taken
    for what it shows: an error, a percentage, a formula without a stored value.
    """
    stored, written, _ = opened(path)
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


def _write(path: Path, sheet: Any, written: Any) -> list[Problem]:
    """Writes the cells as text, without the empty rows and columns behind them; gives those that are not what they show."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        place = f"its last cell is {sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        remedy = "Delete the rows and columns behind the table, or save it as CSV."
        raise refused(path.name, f"more than {MOST_CELLS:,} cells: {place}", remedy)
    rows = list(sheet.iter_rows())
    texts = [[text_of(cell.value) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    width = max((at + 1 for row in texts for at, text in enumerate(row) if text), default=0)
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(row[:width] for row in texts)
    return [found for row in rows for cell in row if (found := _trouble(path, cell, written))]


def _trouble(path: Path, cell: Any, written: Any) -> Problem | None:
    """Why a cell cannot be taken for what it shows; None where it can."""
    found = doubt(cell, written)
    return _blocked(path, cell, found.found, found.rule, found.remedy) if found else None


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
