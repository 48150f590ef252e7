"""What an import does with columns by which somebody could be known: in the version, its history, its findings and reports."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.domain.identifiers import Treatment
from core.domain.imports import ImportResult
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.export.import_report import as_html, as_template, as_workbook
from core.ingest.bundle import bring_in
from core.ingest.guard import guarded
from core.ingest.mapping_file import as_toml, from_toml
from core.ingest.marked import marked
from core.store.history import history
from core.store.location import Location
from core.store.pseudonyms import KEY
from core.tables.import_report import mapping_table

PATIENTS = (
    "カルテ番号,氏名,電話,年齢,生年月日,治療開始日,性別,備考,site\n"
    "KA-90001,山田太郎,03-1234-5678,34,1988-05-06,2022-07-11,F,mail taro@example.com,Tokyo\n"
    "KA-90002,鈴木花子,090-1111-2222,200,1990-05-06,2022-08-01,M,,Osaka tel 06-1234-5678\n"
)
VISITS = (
    "患者ID,date,SALT\nka-90001,2022-07-11,100\nka-90001,2022-10-11,50\nKA-90002,2022-08-01,90\nKA-90002,2022-11-02,nonsense\n"
)
PATIENT = (
    ("patient_id", "カルテ番号"),
    ("age_years", "年齢"),
    ("start_date", "治療開始日"),
    ("sex", "性別"),
    ("site", "site"),
)
ROWS = RowMapping(table="patient", columns=PATIENT)
VISIT = RowMapping(table="visit", columns=(("patient_id", "患者ID"), ("month as a date", "date"), ("salt", "SALT")))
PLAIN = ImportMapping(sources=(SourceMapping(title="patients", rows=(ROWS,)), SourceMapping(title="visits", rows=(VISIT,))))
GUARDED = guarded(PLAIN, hash_ids=True, shift_dates=True)
Bring = Callable[..., ImportResult]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "patients.csv", tmp_path / "visits.csv"]
    for path, text in zip(made, (PATIENTS, VISITS), strict=True):
        path.write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def bring(files: list[Path], tmp_path: Path) -> Bring:
    def brought(mapping: ImportMapping, store: str = "store", *, dry_run: bool = False) -> ImportResult:
        return bring_in(files, current(), Location(tmp_path / store), mapping, dry_run=dry_run)

    return brought


def saying(*identifiers: tuple[str, Treatment]) -> ImportMapping:
    return ImportMapping(sources=PLAIN.sources, identifiers=identifiers)


def asked(store: Path, result: ImportResult, question: str) -> list[Any]:
    with duckdb.connect(str(store / result.version.file), read_only=True) as con:
        return con.execute(question).fetchall()


def told(result: ImportResult) -> set[tuple[str | None, str, str]]:
    return {(one.column, one.severity, one.rule) for one in result.findings}


def test_columns_that_look_so_are_told_whether_they_are_imported_or_not(bring: Bring) -> None:
    found = told(bring(PLAIN))
    assert ("氏名", "warning", "looks like a person's name: not imported") in found
    assert ("電話", "warning", "looks like a telephone number: not imported") in found
    assert ("備考", "warning", "holds an e-mail address: not imported") in found
    assert ("カルテ番号", "warning", "looks like a record or insurance number: imported as patient_id") in found
    remedies = {one.column: one.remedy for one in bring(PLAIN).findings}
    assert "keep, drop, hash (identifiers of patients) or shift (dates)" in remedies["カルテ番号"]


def test_a_stored_text_with_a_contact_is_told_with_its_row(bring: Bring) -> None:
    rows = [(one.row, one.severity) for one in bring(PLAIN).findings if one.rule.startswith("holds a telephone number, and is")]
    assert rows == [(3, "warning")]


def test_without_a_word_everything_is_imported_as_before(bring: Bring, tmp_path: Path) -> None:
    result = bring(PLAIN)
    assert asked(tmp_path / "store", result, "SELECT patient_id FROM patient ORDER BY 1") == [("KA-90001",), ("KA-90002",)]
    assert not (tmp_path / "store" / KEY).exists()
    assert not result.version.pseudonyms
    assert not result.version.dates_shifted


def test_a_column_that_is_dropped_is_not_used_and_one_that_is_kept_is_not_told(bring: Bring, tmp_path: Path) -> None:
    result = bring(saying(("site", "drop"), ("カルテ番号", "keep"), ("sex", "drop")))
    asking = "SELECT site, sex, age_years FROM patient ORDER BY patient_id"
    assert asked(tmp_path / "store", result, asking) == [(None, None, 34.0), (None, None, None)]
    assert ("site", "note", "not imported, as the mapping says") in told(result)
    assert not [one for one in told(result) if one[0] == "カルテ番号"]


def test_a_row_of_which_only_the_patient_is_left_is_no_row(bring: Bring) -> None:
    result = bring(saying(("SALT", "drop"), ("date", "drop")))
    assert result.version.visits == 0
    assert result.version.patients == 2


def test_whoever_drops_the_identifier_is_told_that_it_is_needed(bring: Bring) -> None:
    with pytest.raises(DataError, match="patient_id: this column is required"):
        bring(saying(("カルテ番号", "drop")))


@pytest.mark.parametrize(
    ("column", "treatment", "words"),
    [
        ("site", "hash", "column site: hash is for identifiers of patients, and this column is site"),
        ("カルテ番号", "shift", "column カルテ番号: shift is for dates, and this column is patient_id"),
    ],
)
def test_a_treatment_that_a_column_cannot_have_stops_the_import(
    bring: Bring, column: str, treatment: Treatment, words: str
) -> None:
    with pytest.raises(DataError, match=words):
        bring(saying((column, treatment)))


def test_a_name_that_no_column_has_is_told(bring: Bring) -> None:
    found = [one for one in bring(saying(("患者氏名", "drop"))).findings if one.found == "患者氏名"]
    assert [(one.severity, one.rule) for one in found] == [
        ("warning", "no column of these files is called so, and no variable")
    ]


@pytest.mark.parametrize("mapping", [GUARDED, saying(("カルテ番号", "hash"), ("治療開始日", "shift"))], ids=["all", "columns"])
def test_pseudonyms_and_moved_dates_are_in_the_version_and_nowhere_stand_the_originals(
    bring: Bring, tmp_path: Path, mapping: ImportMapping
) -> None:
    plain, result, store = bring(PLAIN, "plain"), bring(mapping), tmp_path / "store"
    assert result.version.pseudonyms
    assert result.version.dates_shifted
    assert all(name.startswith("P-") for (name,) in asked(store, result, "SELECT patient_id FROM patient"))
    counted = "SELECT month, salt FROM visit ORDER BY ALL"
    assert asked(store, result, counted) == asked(tmp_path / "plain", plain, counted)
    for path in store.iterdir():
        content = path.read_bytes()
        for text in ("KA-9000", "ka-9000", "山田", "鈴木", "taro@", "1988-05", "03-1234"):
            assert text.encode() not in content, (path.name, text)


def test_a_date_of_birth_is_counted_from_and_not_stored(bring: Bring, tmp_path: Path) -> None:
    born = (*ROWS.columns[:1], ("age_years as a date", "生年月日"), ("start_date", "治療開始日"))
    result = bring(ImportMapping(sources=(SourceMapping(title="patients", rows=(RowMapping(table="patient", columns=born),)),)))
    store, dates = tmp_path / "store", "SELECT DISTINCT column_name FROM information_schema.columns WHERE data_type = 'DATE'"
    assert asked(store, result, "SELECT age_years FROM patient ORDER BY patient_id") == [(34.0,), (32.0,)]
    assert asked(store, result, dates) == [("start_date",)]
    assert b"1988-05" not in (store / result.version.file).read_bytes()
    found = [(one.severity, one.rule) for one in result.findings if one.column == "生年月日"]
    assert found == [("note", "looks like a date of birth: age_years is counted from it, and it is not stored")]


def test_the_next_import_gives_the_same_pseudonyms_and_days(bring: Bring, files: list[Path], tmp_path: Path) -> None:
    question = "SELECT patient_id, start_date FROM patient ORDER BY ALL"
    first = asked(tmp_path / "store", bring(GUARDED), question)
    files[0].write_text(PATIENTS.replace("KA-90001", "ka-90001") + "KA-90003,,,50,,2022-09-01,F,,\n", encoding="utf-8")
    later = asked(tmp_path / "store", bring(GUARDED), question)
    assert set(first) < set(later)
    assert len(later) == 3


def test_a_dry_run_says_what_an_import_will_and_makes_no_key(bring: Bring, tmp_path: Path) -> None:
    bring(GUARDED, dry_run=True)
    assert not (tmp_path / "store").exists()
    result = bring(GUARDED)
    assert bring(GUARDED, dry_run=True).version.digest == result.version.digest


def test_the_history_keeps_the_mapping_without_identifiers(bring: Bring, files: list[Path], tmp_path: Path) -> None:
    files[1].write_text("date,SALT\n2022-07-11,100\n", encoding="utf-8")
    one = RowMapping(table="visit", columns=VISIT.columns[1:], constants=(("patient_id", "KA-90001"),))
    sources = (PLAIN.sources[0], SourceMapping(title="visits", rows=(one,)))
    words = (("patient_id", (("KA-90009", "KA-90001"),)), ("sex", (("1", "M"),)))
    result = bring(ImportMapping(sources=sources, values=words, identifiers=(("patient_id", "hash"),)))
    kept = history(Location(tmp_path / "store"))[0].mapping
    assert "KA-9000" not in kept
    assert 'patient_id = "withheld"' in kept
    assert '"1" = "M"' in kept
    assert "KA-90009" in as_toml(result.mapping)  # what is saved for the next export is whole


def test_no_report_carries_the_cells_of_columns_that_are_not_imported(bring: Bring, files: list[Path]) -> None:
    result, now = bring(saying(("site", "drop"))), datetime.now(UTC)
    found = marked(files, current(), result, PLAIN)
    workbook, template = as_workbook(result, found, now), as_template(found)
    page = as_html(result, now, as_toml(result.mapping)).decode()
    texts = [page, *(str(cell) for book in (workbook, template) for cell in cells(book))]
    for text in ("山田", "鈴木", "taro@", "03-1234", "090-1111", "Osaka", "Tokyo"):
        assert not [one for one in texts if text in one], text
    shown = cells(workbook)
    assert shown.count("withheld") == 9  # two each of names, numbers, birthdays and sites, and one note
    assert "KA-90001" in shown
    assert "200" in shown  # the age in doubt, for whoever corrects it
    assert "site" not in [name for table in found.to_correct for row in table.rows for name in row.cells]


def cells(book: bytes) -> list[str]:
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    return [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None] + [
        cell.comment.text for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.comment
    ]


def test_what_a_reader_quotes_of_such_a_column_is_withheld(tmp_path: Path) -> None:
    path = tmp_path / "patients.csv"
    path.write_bytes("patient_id,age_years,name\nA1,30,山田太郎\n".encode("cp932"))
    result = bring_in([path], current(), Location(tmp_path / "store"), ImportMapping())
    quoted = [one.found for one in result.findings if "Shift JIS" in one.rule]
    assert quoted == ["withheld"]
    assert "山田" not in repr(result)


def test_a_mapping_says_what_becomes_of_identifiers_and_shows_it_in_its_table() -> None:
    assert from_toml(as_toml(GUARDED), current()) == GUARDED
    assert GUARDED.identifiers == (("patient_id", "hash"), ("start_date", "shift"))
    assert [(row["Column"], row["Variable"]) for row in mapping_table(GUARDED)][-2:] == [
        ("patient_id", "identifiers: hash"),
        ("start_date", "identifiers: shift"),
    ]
    assert guarded(PLAIN, hash_ids=False, shift_dates=False) == PLAIN


def test_a_record_number_is_the_patient_where_nothing_else_is_and_pseudonyms_are_suggested(tmp_path: Path) -> None:
    path, where = tmp_path / "clinic.csv", Location(tmp_path / "store")
    path.write_text("カルテ番号,性別,SALT_0M\n12001,F,90\n12002,M,80\n", encoding="utf-8")
    result = bring_in([path], current(), where)
    assert result.mapping.identifiers == (("カルテ番号", "hash"),)
    assert result.version.pseudonyms
    told = replace(result.mapping, identifiers=(("カルテ番号", "keep"),))
    assert not bring_in([path], current(), where, told).version.pseudonyms
    path.write_text("カルテ番号,患者ID,性別,SALT_0M\n12001,a,F,90\n12002,b,M,80\n", encoding="utf-8")
    other = bring_in([path], current(), where)
    assert dict(other.mapping.sources[0].rows[0].columns)["patient_id"] == "患者ID"
    assert other.mapping.identifiers == ()
