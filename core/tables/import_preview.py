"""The preview of an import as tables: what each column is taken as, and the first rows before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.domain.catalogue import Catalogue
from core.domain.column_uses import ColumnUse
from core.domain.filters import finite, number
from core.domain.rows import Row, Rows
from core.words.imports import COLUMN, EXAMPLES, MONTH, NOT_IMPORTED, TAKEN_AS, TEST

LONGEST = 60  # letters of the first values
ROW = "Row"
Numbered = tuple[int, tuple[str, ...]]
NO_LABELS: Mapping[str, str] = {}


def uses_table(
    uses: Sequence[ColumnUse],
    columns: Sequence[str],
    rows: Sequence[Numbered],
    choices: Mapping[str, tuple[str, str]],
    labels: Mapping[str, str] = NO_LABELS,
) -> Rows:
    """One row a column: its name, with its label in `labels` where it has one, its first values, and what it is taken as.

    `choices`: what stands in a row that is taken so -> table and variable.
    """
    label_of = {place: label for label, place in choices.items()}
    return [
        {
            COLUMN: _named(use.column, labels.get(use.column, "")),
            EXAMPLES: _examples([cells[columns.index(use.column)] for _, cells in rows]),
            TAKEN_AS: label_of.get((use.table, use.variable), NOT_IMPORTED),
            MONTH: use.month or None,
            TEST: use.test or None,
        }
        for use in uses
    ]


def _named(column: str, label: str) -> str:
    return column if label in column else f"{column}: {label}"


def edited(
    uses: Sequence[ColumnUse], edits: Mapping[int, Mapping[str, object]], choices: Mapping[str, tuple[str, str]]
) -> tuple[ColumnUse, ...]:
    """The uses after cells of their table were changed: row -> heading -> cell. What a cell cannot mean is no use."""
    return tuple(_edited(use, edits.get(at, {}), choices) for at, use in enumerate(uses))


def _edited(use: ColumnUse, edit: Mapping[str, object], choices: Mapping[str, tuple[str, str]]) -> ColumnUse:
    table, variable = choices.get(str(edit[TAKEN_AS]), ("", "")) if TAKEN_AS in edit else (use.table, use.variable)
    month = _month(str(edit[MONTH] or "")) if MONTH in edit else use.month
    test = str(edit[TEST] or "") if TEST in edit else use.test
    return replace(use, table=table, variable=variable, month=month, test=test, unit=use.unit if test == use.test else "")


def _month(text: str) -> str:
    try:
        return number(finite(text)) if text.strip() else ""
    except ValueError:
        return ""


def first_rows_table(columns: Sequence[str], rows: Sequence[Numbered]) -> Rows:
    """Rows as they stand in the source, each behind its number; of columns that share a name the first keeps it."""
    names = [f"{name} ({at})" if name in columns[: at - 1] or not name else name for at, name in enumerate(columns, start=1)]
    return [{ROW: number} | dict(zip(names, cells, strict=True)) for number, cells in rows]


def taken_rows_tables(catalogue: Catalogue, taken: Mapping[str, Rows]) -> dict[str, Rows]:
    """Published rows by the label of their table, numbers as short as they can be written."""
    return {catalogue.table(name).label: [_short(row) for row in rows] for name, rows in taken.items()}


def _short(row: Row) -> Row:
    return {key: number(cell) if isinstance(cell, float) else cell for key, cell in row.items()}


def _examples(cells: Sequence[str]) -> str:
    told = ", ".join(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
