"""Parquet files: a table of plain text, read a batch at a time so that a large one needs little memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from core.ingest.as_text import text_of
from core.ingest.damage import refusing
from core.ingest.findings import refused
from core.ingest.records import records_table
from core.ingest.source import SourceTable

BATCH_CELLS = 500_000
MOST_CELLS = 1_000_000_000


def read(path: Path, folder: Path) -> tuple[SourceTable, ...]:
    """The one table of a Parquet file. It has no header line, so that its first record is row 1. Raises DataError."""
    with refusing(path, "a Parquet file"), pq.ParquetFile(path) as file:
        columns = _columns(path, file)
        return (records_table(path, folder, columns, _rows(file, max(len(columns), 1))),)


def _columns(path: Path, file: Any) -> tuple[str, ...]:
    schema = file.schema_arrow
    for field in schema:
        if not _is_plain(field.type):
            rule = f"the column {field.name} holds {field.type} in each cell, which is no single value"
            raise refused(path.name, rule, "Give every value a column or a row of its own.")
    if len(schema) * file.metadata.num_rows > MOST_CELLS:
        raise refused(path.name, f"more than {MOST_CELLS:,} cells", "Leave out the columns that do not count.")
    return tuple(schema.names)


def _is_plain(kind: Any) -> bool:
    """True of texts, numbers, dates, times, true and false; also of a dictionary of those."""
    if pa.types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    binary = pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    return pa.types.is_null(kind) or ((pa.types.is_primitive(kind) or _is_text(kind)) and not binary)


def _is_text(kind: Any) -> bool:
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_decimal)
    return any(test(kind) for test in tests)


def _rows(file: Any, width: int) -> Iterator[list[str]]:
    for batch in file.iter_batches(batch_size=max(BATCH_CELLS // width, 1)):
        columns = [[text_of(value) for value in _values(column)] for column in batch.columns]
        for cells in zip(*columns, strict=True):
            yield list(cells)


def _values(column: Any) -> list[Any]:
    """The values of a column; of moments what is below a millionth of a second is cut off."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", tz=kind.tz), safe=False)
    return list(column.to_pylist())
