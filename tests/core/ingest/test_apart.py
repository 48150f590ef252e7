"""A file that ends its reader, or keeps it busy, ends in a refusal and harms nothing else."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from core.domain.errors import DataError
from core.ingest import statistics_files
from core.ingest.apart import READERS, read
from core.ingest.source import SourceTable

TESTS = Path(__file__).resolve().parents[2]
PATIENTS = pd.DataFrame({"id": ["AA-001", "AA-002"], "sex": [1.0, 2.0]})


def sav(path: Path) -> Path:
    pyreadstat.write_sav(PATIENTS, str(path), variable_value_labels={"sex": {1.0: "Male", 2.0: "Female"}})
    return path


def text(table: SourceTable) -> list[str]:
    return table.path.read_text(encoding="utf-8").splitlines()


def test_tables_and_what_is_told_come_back_whole(tmp_path: Path) -> None:
    for path in (TESTS / "made_files" / "old.xls", TESTS / "import_cases" / "m05_merged_headers.xlsx", sav(tmp_path / "a.sav")):
        module = __import__(f"core.ingest.{READERS[path.suffix]}", fromlist=["read"])
        (tmp_path / "here").mkdir(exist_ok=True)
        (tmp_path / "apart").mkdir(exist_ok=True)
        here, apart = module.read(path, tmp_path / "here"), read(path, tmp_path / "apart")
        assert [text(one) for one in apart] == [text(one) for one in here]
        assert [(one.file, one.columns, one.told, one.skipped) for one in apart] == [
            (one.file, one.columns, one.told, one.skipped) for one in here
        ]


def test_a_file_of_a_path_from_elsewhere_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "患者 1.parquet")
    monkeypatch.chdir(tmp_path)
    (table,) = read(Path("患者 1.parquet"), Path())
    assert (table.file, text(table)) == ("患者 1.parquet", ["row,id", "1,a"])


def test_a_byte_that_ends_the_reader_of_spss_files_ends_in_a_refusal(tmp_path: Path) -> None:
    path = sav(tmp_path / "a.sav")
    content = bytearray(path.read_bytes())
    labelled = content.index(b"Female \x04\0\0\0\x01\0\0\0\x02") + 15  # the number of the variable that has the labels
    content[labelled] = 0xFF
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"a\.sav: its reader broke down over it|a\.sav: not a \.sav file") as refused:
        read(path, tmp_path)
    assert refused.value.problems[0].file == "a.sav"


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.sav: not read within 0 seconds"):
        read(sav(tmp_path / "a.sav"), tmp_path, longest=0.01)


def test_a_refusal_comes_back_with_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(DataError, match="not an Excel workbook that can be read") as refused:
        read(tmp_path / "a.xlsx", tmp_path)
    assert [(one.file, one.severity) for one in refused.value.problems] == [("a.xlsx", "blocks")]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a kind of file that is not read"):
        read(tmp_path / "a.exe", tmp_path)


def test_every_kind_of_statistics_file_is_read_apart() -> None:
    assert set(statistics_files.READERS) <= set(READERS)
