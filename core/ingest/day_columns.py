"""Columns named like a time in months or years that hold days: "Onset" beside 2022-09-11, taken as the other form it is."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
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


def with_days(catalogue: Catalogue, source: SourceTable, rows: Sequence[RowMapping]) -> Iterator[RowMapping]:
    """The rows with times that stand in columns of days as days; of two columns for the same day the one that is named so."""
    forms = {row.table: {one.name: f"{one.name}{AS_DATE}" for one in catalogue.table(row.table) if one.counted} for row in rows}
    days = _day_columns(source, {column for row in rows for name, column in row.columns if name in forms[row.table]})
    for row in rows:
        day_of, given = forms[row.table], dict(row.columns)
        kept = [(name, column) for name, column in row.columns if column not in days or day_of.get(name) not in given]
        yield replace(row, columns=tuple((day_of.get(name, name) if column in days else name, column) for name, column in kept))


def _day_columns(source: SourceTable, asked: Collection[str]) -> frozenset[str]:
    """Those of which most cells that tell a value, in the first rows, are days; none of a source that cannot be read."""
    places = [(at, column) for at, column in enumerate(source.columns) if column in asked]
    filled: Counter[str] = Counter()
    days: Counter[str] = Counter()
    try:
        for _, cells in islice(numbered_rows(source), LOOKED_AT if places else 0):
            for at, column in places:
                text = folded(cells[at]).strip()
                if text and text.translate(DASHES).lower() not in NO_DAYS:
                    filled[column] += 1
                    days[column] += date_of(text) is not None
    except (DataError, OSError, ValueError):  # whoever takes the table says so
        return frozenset()
    return frozenset(column for column, count in days.items() if 2 * count > filled[column])
