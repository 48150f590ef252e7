"""Files of a clinic with a mapping of their own, from the file to the version in force."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.domain.imports import ImportResult
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.ingest.bundle import bring_in
from core.ingest.mapping_file import as_toml, from_toml
from core.store.location import Location

SHEET = (
    "No,性別,開始,生年月日,発症,SALT_0M,SALT week 12\n"
    "A1,1,2022-07-11,1990-07-12,2020-01-11,100,60\n"
    "A2,2,2022-08-01,1980-01-01,,90,ND\n"
)
MAPPING = ImportMapping(
    sources=(
        SourceMapping(
            title="sheet",
            rows=(
                RowMapping(
                    table="patient",
                    columns=(
                        ("patient_id", "No"),
                        ("sex", "性別"),
                        ("start_date", "開始"),
                        ("age_years as a date", "生年月日"),
                        ("duration_years as a date", "発症"),
                    ),
                    constants=(("site", "Tokyo"),),
                ),
                RowMapping(
                    table="visit", columns=(("patient_id", "No"), ("salt", "SALT_0M")), constants=(("month", "0"),), spread=True
                ),
            ),
        ),
    ),
    values=(("sex", (("1", "M"), ("2", "F"))),),
)


@pytest.fixture
def brought_in(tmp_path: Path) -> Callable[..., ImportResult]:
    def bring(mapping: ImportMapping, text: str = SHEET, name: str = "sheet.csv", *, dry_run: bool = False) -> ImportResult:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return bring_in([tmp_path / name], current(), Location(tmp_path / "store"), mapping, dry_run=dry_run)

    return bring


def rows(folder: Path, result: ImportResult, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "store" / result.version.file), read_only=True) as con:
        return con.execute(question).fetchall()


def test_columns_values_and_days_become_what_the_mapping_says(brought_in: Callable[..., ImportResult], tmp_path: Path) -> None:
    result = brought_in(MAPPING)
    asked = "SELECT patient_id, sex, age_years, duration_years, site FROM patient ORDER BY 1"
    # 31 years on the day before the 32nd birthday; 2020-01-11 to 2022-07-11 are 912 days, / 365.25
    assert rows(tmp_path, result, asked) == [("A1", "M", 31.0, 2.5, "Tokyo"), ("A2", "F", 42.0, None, "Tokyo")]
    assert rows(tmp_path, result, "SELECT month, salt FROM visit ORDER BY 2") == [(0.0, 90.0), (0.0, 100.0)]
    assert {(one.column, one.rule.split(":")[0]) for one in result.findings if one.severity == "note"} == {
        ("性別", "read as M"),
        ("性別", "read as F"),
        ("生年月日", "looks like a date of birth"),
    }


def test_a_saved_mapping_takes_the_next_export_without_a_question(
    brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    first = brought_in(MAPPING)
    again = from_toml(as_toml(first.mapping), current())
    later = brought_in(again, SHEET + "A3,1,2022-09-01,1970-01-01,,80,40\n", "export 2023-05.csv")
    assert later.version.patients == 3
    assert later.mapping == first.mapping


def test_what_a_mapping_does_not_know_is_mapped_as_its_columns_suggest(
    brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    result = brought_in(MAPPING, "patient_id,month,salt\nA1,0,50\n", "visits.csv")
    assert result.version.visits == 1


def test_a_dry_run_tells_all_and_publishes_nothing(brought_in: Callable[..., ImportResult], tmp_path: Path) -> None:
    result = brought_in(MAPPING, dry_run=True)
    assert not result.published
    assert not (tmp_path / "store").exists()
    published = brought_in(MAPPING)
    assert published.published
    assert (published.version.digest, published.findings, published.accounts) == (
        result.version.digest,
        result.findings,
        result.accounts,
    )


def test_days_on_the_wrong_side_of_the_start_are_not_taken(brought_in: Callable[..., ImportResult]) -> None:
    text = "患者ID,開始日,生年月日,受診日,SALT\n"
    result = brought_in(ImportMapping(), text + "A1,2022-07-11,2023-01-01,,\n", "patients.csv")
    assert [(one.row, one.column, one.rule) for one in result.of("emptied")] == [
        (2, "生年月日", "a day after the start of treatment")
    ]


def test_a_rule_about_two_columns_calls_both_as_the_file_does(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("Patient ID,Disease duration (years),Current episode (years)\nA1,2,5\n", encoding="utf-8")
    visits = "Patient ID,Month,SALT,SALT top,SALT back,salt_right,salt_left\nA1,0,90,0,0,0,0\n"
    (tmp_path / "v.csv").write_text(visits, encoding="utf-8")
    (tmp_path / "e.csv").write_text("Patient ID,Adverse event,Grade,Onset (month),End month\nA1,Acne,1,5,1\n", encoding="utf-8")
    result = bring_in([tmp_path / name for name in ("p.csv", "v.csv", "e.csv")], current(), Location(tmp_path / "store"))
    assert [(one.column, one.rule) for one in result.of("emptied")] == [
        ("Current episode (years)", "larger than Disease duration (years)"),
        ("SALT", "differs from 0.40 × SALT top + 0.24 × SALT back + 0.18 × salt_right + 0.18 × salt_left"),
        ("End month", "smaller than Onset (month)"),
    ]


def test_of_days_a_rule_says_earlier_or_later_and_what_stands_in_the_cell(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("患者ID,開始日,発症日,再燃日\nA1,2022-07-11,2012/4/1,2010/1/1\n", encoding="utf-8")
    (tmp_path / "e.csv").write_text("患者ID,有害事象,Onset,End\nA1,ざ瘡,44880,2022/11/1\n", encoding="utf-8")
    result = bring_in([tmp_path / name for name in ("p.csv", "e.csv")], current(), Location(tmp_path / "store"))
    assert [(one.column, one.found, one.rule) for one in result.of("emptied")] == [
        ("再燃日", "2010/1/1", "earlier than 発症日"),
        ("End", "2022/11/1", "earlier than Onset"),
    ]
    assert rows(tmp_path, result, "SELECT onset_month, end_month FROM adverse_event") == [(4.17, None)]


def test_visits_before_the_start_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("患者ID,開始日\nA1,2022-07-11\nA2,\n", encoding="utf-8")
    (tmp_path / "v.csv").write_text("患者ID,受診日,SALT\nA1,2022-07-10,9\nA1,2022-10-11,8\nA2,2022-10-11,7\n", encoding="utf-8")
    result = bring_in([tmp_path / "p.csv", tmp_path / "v.csv"], current(), Location(tmp_path / "store"))
    assert [(one.row, one.rule) for one in result.of("left_out")] == [
        (4, "no start of treatment to count from"),
        (2, "a day before the start of treatment"),
    ]
    assert rows(tmp_path, result, "SELECT month FROM visit") == [(3.02,)]  # 92 days / 30.4375


def test_patients_who_stand_in_every_row_of_their_visits_are_put_together(
    brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    text = "患者ID,性別,年齢,月,SALT\nA1,女,34,0,90\nA1,,34,3,50\nA2,男,50,0,80\nA2,男,51,3,70\n"
    result = brought_in(ImportMapping(), text, "visits.csv")
    assert rows(tmp_path, result, "SELECT patient_id, sex, age_years FROM patient ORDER BY 1") == [
        ("A1", "F", 34.0),
        ("A2", "M", None),
    ]
    assert [(one.row, one.column, one.rule) for one in result.of("emptied")] == [
        (4, "年齢", "differs between rows of a patient"),
        (5, "年齢", "differs between rows of a patient"),
    ]
    account = result.accounts[0]
    assert (account.table, account.came, account.taken, account.left_out, account.repeated) == ("patient", 4, 2, 0, 2)


def test_a_mapping_that_lacks_what_a_table_needs_is_refused(brought_in: Callable[..., ImportResult]) -> None:
    lacking = SourceMapping(title="sheet", rows=(RowMapping(table="visit", columns=(("patient_id", "No"),)),))
    with pytest.raises(DataError, match=r"sheet\.csv, column month: this column is required"):
        brought_in(ImportMapping(sources=(lacking,)))


def test_events_that_share_a_cell_are_taken_apart_where_two_columns_have_one_name(
    brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    text = "patient_id,note,note,term,grade,onset_month\nA1,x,y,ざ瘡、頭痛(G2),,3\nA1,x,y,nausea/vomiting,1,4\nA2,x,y,なし,,\n"
    result = brought_in(ImportMapping(), text, "adverse_event.csv")
    found = rows(
        tmp_path, result, "SELECT patient_id, term, grade, onset_month, source_row FROM adverse_event ORDER BY source_row, term"
    )
    assert found == [("A1", "ざ瘡", None, 3.0, 2), ("A1", "頭痛", 2, 3.0, 2), ("A1", "nausea/vomiting", 1, 4.0, 3)]
    assert {one.row for one in result.findings if one.column == "term"} == {2, 4}


def test_a_file_that_only_names_patients_contradicts_nothing_that_another_says_of_them(tmp_path: Path) -> None:
    cases = Path(__file__).parents[2] / "import_cases"
    alone = bring_in([cases / "m01_patients_cp932.csv"], current(), Location(tmp_path / "alone"))
    result = bring_in([cases / "m01_patients_cp932.csv", cases / "m02_salt_wide.csv"], current(), Location(tmp_path / "store"))
    assert (alone.version.patients, result.version.patients) == (10, 11)  # AA-010 has scores alone
    assert result.version.visits == 34
    (named,) = [one for one in result.accounts if one.file.startswith("m02") and one.table == "patient"]
    assert (named.came, named.taken, named.left_out, named.repeated) == (10, 1, 0, 9)
    assert not [one for one in result.findings if "says something else" in one.rule]
