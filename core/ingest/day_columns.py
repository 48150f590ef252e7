"""Columns named like a time in months or years that hold days: "Onset" beside 2022-09-11, taken as the other form it is."""

from collections import Counter
from dataclasses import replace
from itertools import islice

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.mapping import RowMapping
from core.domain.variable import AS_DATE
from core.ingest.cells import DASHES, MISSING, ONGOING, folded
from core.ingest.dates import date_of
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows

LOOKED_AT = 5000  # rows: the first may be empty here
NO_DAYS = MISSING | ONGOING  # said in columns of days too


def day_columns(source: SourceTable) -> frozenset[str]:
    """The columns of which most cells that tell a value, in the first rows, are days; none of a source that cannot be read."""
    filled: Counter[str] = Counter()
    days: Counter[str] = Counter()
    try:
        for _, cells in islice(numbered_rows(source), LOOKED_AT):
            for column, cell in zip(source.columns, cells, strict=True):
                text = folded(cell).strip()
                if text and text.translate(DASHES).lower() not in NO_DAYS:
                    filled[column] += 1
                    days[column] += date_of(text) is not None
    except (DataError, OSError, ValueError):  # whoever takes the table says so
        return frozenset()
    return frozenset(column for column, count in days.items() if 2 * count > filled[column])


def as_days(catalogue: Catalogue, row: RowMapping, days: frozenset[str]) -> RowMapping:
    """The row with times that stand in such columns in the form of a day; of two columns with the same day, that named so."""
    table, given = catalogue.table(row.table), dict(row.columns)
    day_of = {one.name: f"{one.name}{AS_DATE}" for one in table if one.counted}
    kept = [(name, column) for name, column in row.columns if column not in days or day_of.get(name) not in given]
    return replace(row, columns=tuple((day_of.get(name, name) if column in days else name, column) for name, column in kept))
