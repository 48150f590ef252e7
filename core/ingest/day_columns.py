"""Columns named like a time in months or years that hold days: "Onset" beside 2022-09-11, taken as the other form it is."""

from collections import Counter
from dataclasses import replace
from itertools import islice

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.mapping import RowMapping
from core.domain.variable import AS_DATE
from core.ingest.cells import folded
from core.ingest.dates import date_of
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows

LOOKED_AT = 200  # rows


def day_columns(source: SourceTable) -> frozenset[str]:
    """The columns of which most filled cells of the first rows are days; none of a source that cannot be read."""
    filled: Counter[str] = Counter()
    days: Counter[str] = Counter()
    try:
        for _, cells in islice(numbered_rows(source), LOOKED_AT):
            said = [(column, cell) for column, cell in zip(source.columns, cells, strict=True) if cell.strip()]
            filled.update(column for column, _ in said)
            days.update(column for column, cell in said if date_of(folded(cell).strip()))
    except (DataError, OSError, ValueError):  # whoever takes the table says so
        return frozenset()
    return frozenset(column for column, count in days.items() if 2 * count > filled[column])


def as_days(catalogue: Catalogue, row: RowMapping, days: frozenset[str]) -> RowMapping:
    """The row with times that stand in such columns in the form of a day, where no other column is that."""
    forms = {one.name for variable in catalogue.table(row.table) for one in variable.other_forms} - dict(row.columns).keys()

    def form(name: str, column: str) -> str:
        day = f"{name}{AS_DATE}"
        return day if column in days and day in forms else name

    return replace(row, columns=tuple((form(*pair), pair[1]) for pair in row.columns))
