"""A Parquet file is read batch by batch with its values as text, or refused."""

import csv
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.domain.errors import DataError
from core.ingest import parquet_files
from core.ingest.parquet_files import read


def save(path: Path, columns: dict[str, Any]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def rows(path: Path, folder: Path) -> list[list[str]]:
    (table,) = read(path, folder)
    with table.path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def test_values_become_text(tmp_path: Path) -> None:
    columns = {
        "id": ["AA-001", "007"],
        "whole": pa.array([1, None]),
        "score": [0.1 + 0.2, float("nan")],
        "day": [date(2022, 1, 3), None],
        "seen": pa.array([datetime.fromisoformat("2022-01-03T10:05"), None], pa.timestamp("ns")),
        "zoned": [datetime(2022, 1, 3, 10, 5, tzinfo=UTC), None],
        "clock": [time(10, 5), None],
        "yes": [True, False],
        "dose": [Decimal("2.50"), None],
        "kind": pa.array(["a\nb", None]).dictionary_encode(),
        "none": pa.nulls(2),
    }
    header, first, second = rows(save(tmp_path / "a.parquet", columns), tmp_path)
    assert header == ["row", *columns]
    moments = ["2022-01-03 10:05:00", "2022-01-03 10:05:00+00:00", "10:05:00"]
    assert first == ["1", "AA-001", "1", "0.3", "2022-01-03", *moments, "TRUE", "2.50", "a b", ""]
    assert second == ["2", "007", "", "", "", "", "", "", "FALSE", "", "", ""]


def test_a_file_is_read_in_batches_that_fit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "a.parquet", {"id": [f"p{n}" for n in range(1000)], "n": list(range(1000))})
    monkeypatch.setattr(parquet_files, "BATCH_CELLS", 14)
    assert rows(path, tmp_path)[1:] == [[str(n + 1), f"p{n}", str(n)] for n in range(1000)]


@pytest.mark.parametrize("column", [[[1, 2]], [{"a": 1}], [b"\x00\xff"]])
def test_a_cell_with_several_values_or_bare_bytes_is_refused(column: list[Any], tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"the column visits holds .* in each cell, which is no single value"):
        read(save(tmp_path / "a.parquet", {"id": ["a"], "visits": column}), tmp_path)


def test_a_table_of_too_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_files, "MOST_CELLS", 10)
    with pytest.raises(DataError, match="more than 10 cells"):
        read(save(tmp_path / "a.parquet", {"id": ["a"] * 11}), tmp_path)


@pytest.mark.parametrize("content", [b"", b"id,age\n1,2\n", b"PAR1" + b"\0" * 50 + b"PAR1"])
def test_what_is_no_parquet_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(DataError, match=r"a\.parquet: not a Parquet file that can be read"):
        read(tmp_path / "a.parquet", tmp_path)


def test_a_damaged_file_ends_in_a_table_or_a_refusal(tmp_path: Path) -> None:
    whole = save(tmp_path / "a.parquet", {"id": ["a", "b"], "score": [1.5, 2.5]}).read_bytes()
    for at in range(0, len(whole), 7):
        content = bytearray(whole)
        content[at] ^= 0xFF
        (tmp_path / "a.parquet").write_bytes(content)
        try:
            assert rows(tmp_path / "a.parquet", tmp_path)
        except DataError as error:
            assert "Traceback" not in str(error)
