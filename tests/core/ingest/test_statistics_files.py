"""Files of SAS, SPSS and Stata are read with the values that their program shows, or refused."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from core.domain.errors import DataError
from core.ingest import statistics_files
from core.ingest.source import SourceTable
from core.ingest.statistics_files import MEMBER, read

TESTS = Path(__file__).resolve().parents[2]
CDISC = TESTS / "cdisc"
SEX = {"sex": {1: "Male", 2: "Female"}}
PATIENTS = pd.DataFrame(
    {
        "id": ["AA-001", "007", ""],
        "sex": [1.0, 2.0, 9.0],
        "score": [0.1 + 0.2, 80.0, float("nan")],
        "start": [date(2022, 1, 3), None, date(1931, 12, 31)],
        "seen": [datetime.fromisoformat("2022-01-03T10:05"), None, None],
    }
)
WRITERS: dict[str, Callable[..., None]] = {
    "sav": pyreadstat.write_sav,
    "zsav": lambda frame, path, **more: pyreadstat.write_sav(frame, path, compress=True, **more),
    "por": lambda frame, path, **more: pyreadstat.write_por(frame, path, **more),
    "dta": lambda frame, path, **more: pyreadstat.write_dta(frame.astype({"sex": "int64"}), path, **more),
    "xpt": pyreadstat.write_xport,
}
LABELLED = ("sav", "zsav", "dta")


def rows(table: SourceTable) -> list[list[str]]:
    with table.path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def saved(folder: Path, ending: str, **more: Any) -> Path:
    path = folder / f"clinic.{ending}"
    WRITERS[ending](PATIENTS, str(path), **more)
    return path


@pytest.mark.parametrize("ending", [*WRITERS, "sas7bdat"])
def test_values_dates_and_missing_ones_are_written_plainly(ending: str, tmp_path: Path) -> None:
    path = saved(tmp_path, ending) if ending in WRITERS else TESTS / "made_files" / f"patients.{ending}"
    (table,) = read(path, tmp_path)
    assert (table.file, table.title, table.numbered) == (path.name, path.stem, True)
    assert [name.lower() for name in table.columns] == ["id", "sex", "score", "start", "seen"]
    assert rows(table)[1:] == [
        ["1", "AA-001", "1", "0.3", "2022-01-03", "2022-01-03 10:05:00"],
        ["2", "007", "2", "80", "", ""],
        ["3", "", "9", "", "1931-12-31", ""],
    ]
    assert not table.told


@pytest.mark.parametrize("ending", LABELLED)
def test_a_code_is_written_as_its_label_and_one_without_stays(ending: str, tmp_path: Path) -> None:
    (table,) = read(saved(tmp_path, ending, variable_value_labels=SEX), tmp_path)
    assert [row[2] for row in rows(table)[1:]] == ["Male", "Female", "9"]
    assert [(one.severity, one.found, one.rule) for one in table.told] == [
        ("note", "sex", "codes are written as their labels, in 1 columns")
    ]


def test_codes_with_the_same_label_are_kept_and_told(tmp_path: Path) -> None:
    path = saved(tmp_path, "sav", variable_value_labels={"sex": {1: "Other", 2: "Other"}})
    (table,) = read(path, tmp_path)
    assert [row[2] for row in rows(table)[1:]] == ["1", "2", "9"]
    assert [(one.severity, one.column) for one in table.told] == [("warning", "sex")]


def test_what_spss_calls_missing_is_empty(tmp_path: Path) -> None:
    path = saved(tmp_path, "sav", missing_ranges={"sex": [9.0], "score": [{"lo": 70.0, "hi": 90.0}], "id": ["007"]})
    (table,) = read(path, tmp_path)
    assert [row[1:4] for row in rows(table)[1:]] == [["AA-001", "1", "0.3"], ["", "2", ""], ["", "", ""]]


def test_a_file_is_read_in_pieces_that_fit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [rows(read(path, tmp_path)[0]) for path in (saved(tmp_path, ending) for ending in WRITERS)]
    monkeypatch.setattr(statistics_files, "BATCH_CELLS", 7)  # one record at a time
    assert [rows(read(tmp_path / f"clinic.{ending}", tmp_path)[0]) for ending in WRITERS] == whole
    monkeypatch.setattr(statistics_files, "BATCH_CELLS", 49 * 100)
    assert len(rows(read(CDISC / "tdf_adsl.xpt", tmp_path)[0])) == 255


def test_the_subjects_of_a_trial_have_the_values_that_others_published(tmp_path: Path) -> None:
    (table,) = read(CDISC / "tdf_adsl.xpt", tmp_path)
    with table.path.open(encoding="utf-8", newline="") as handle:
        found = {one["USUBJID"]: one for one in csv.DictReader(handle)}
    with (CDISC / "adsl_values.csv").open(encoding="utf-8", newline="") as handle:
        expected = list(csv.DictReader(handle))
    assert (len(found), len(expected), len(table.columns)) == (254, 254, 49)
    assert [{name: found[one["USUBJID"]][name] for name in one} for one in expected] == expected


def in_bytes(path: Path, text: str, encoding: str) -> Path:
    """Puts a text that is in the file in UTF-8 into it in another encoding, as long as before."""
    content, wanted = text.encode(), text.encode(encoding)
    whole = path.read_bytes()
    assert content in whole
    filler = b" " if path.suffix == ".xpt" else b"\0"
    path.write_bytes(whole.replace(content, wanted + filler * (len(content) - len(wanted))))
    return path


@pytest.mark.parametrize(("ending", "version"), [("xpt", 5), ("xpt", 8), ("dta", 10), ("dta", 13)])
@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("ＸＹＺ①髙", "cp932", "read as the Shift JIS of Windows (cp932)"),
        ("café crème", "cp1252", "read as the Western letters of Windows (cp1252)"),
        ("円形脱毛症", "utf-8", None),
    ],
)
def test_a_file_that_does_not_say_its_encoding_is_tried(
    ending: str, version: int, text: str, encoding: str, told: str | None, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{ending}"
    frame = pd.DataFrame({"id": ["AA-001"], "kind": [text]})
    option = {"file_format_version" if ending == "xpt" else "version": version}
    WRITERS[ending](frame.assign(sex=1), str(path), **option)
    (table,) = read(in_bytes(path, text, encoding), tmp_path)
    assert rows(table)[1] == ["1", "AA-001", text, "1"]
    assert [(one.found, one.rule) for one in table.told] == ([(text, told)] if told else [])


def test_labels_in_another_encoding_are_decoded_too(tmp_path: Path) -> None:
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"id": ["AA-001", "AA-002"], "sex": [1, 2]})
    WRITERS["dta"](frame, str(path), version=13, variable_value_labels={"sex": {1: "男性", 2: "女性"}})
    for label in ("男性", "女性"):
        in_bytes(path, label, "cp932")
    (table,) = read(path, tmp_path)
    assert [row[2] for row in rows(table)[1:]] == ["男性", "女性"]


def test_bytes_that_are_in_no_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xpt"
    WRITERS["xpt"](pd.DataFrame({"id": ["AA-001"], "kind": ["marker"]}), str(path))
    path.write_bytes(path.read_bytes().replace(b"marker", b"\x81\x8d\x90\xff\xfe\x81"))
    with pytest.raises(DataError, match="neither in UTF-8, in the Shift JIS"):
        read(path, tmp_path)


def test_a_transport_file_of_several_tables_is_refused(tmp_path: Path) -> None:
    content = (CDISC / "tdf_adsl.xpt").read_bytes()
    (tmp_path / "two.xpt").write_bytes(content + content[content.index(MEMBER) :])
    with pytest.raises(DataError, match=r"two\.xpt: 2 tables in one file\. Export each"):
        read(tmp_path / "two.xpt", tmp_path)


@pytest.mark.parametrize("ending", [*WRITERS, "sas7bdat"])
@pytest.mark.parametrize("content", [b"", b"id,age\n1,2\n", b"\0" * 2000])
def test_what_is_no_such_file_is_refused(ending: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / f"a.{ending}").write_bytes(content)
    with pytest.raises(DataError, match=rf"a\.{ending}: not a \.{ending} file that can be read|without columns"):
        read(tmp_path / f"a.{ending}", tmp_path)
