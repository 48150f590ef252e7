"""What a source is taken for, by the names of its columns."""

from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.mapping import RowMapping
from core.ingest.source import SourceTable
from core.ingest.suggest import suggested


def rows(*columns: str, title: str = "export") -> tuple[RowMapping, ...]:
    source = SourceTable(file="export.csv", title=title, path=Path("export.csv"), columns=columns)
    return suggested(current(), [source]).sources[0].rows


def test_the_data_model_maps_onto_itself() -> None:
    for table in current().tables:
        found = rows(*(one.name for one in table), title=table.name)
        assert found == (RowMapping(table=table.name, columns=tuple((one.name, one.name) for one in table)),)


@pytest.mark.parametrize("table", [table.name for table in current().tables])
def test_a_table_is_known_by_its_columns_whatever_its_name(table: str) -> None:
    found = rows(*(one.name for one in current().table(table)))
    assert [row.table for row in found] == [table]


def test_a_sheet_of_patients_with_visits_and_tests_beside_each_other() -> None:
    found = rows("患者ID", "性別", "SALT_0M", "SALT_3M", "眉毛_3M", "ALT (U/L)_0M", "備考")
    assert found == (
        RowMapping(table="patient", columns=(("patient_id", "患者ID"), ("sex", "性別"))),
        RowMapping(
            table="visit", columns=(("patient_id", "患者ID"), ("salt", "SALT_0M")), constants=(("month", "0"),), spread=True
        ),
        RowMapping(
            table="visit",
            columns=(("patient_id", "患者ID"), ("salt", "SALT_3M"), ("clinro_eyebrow", "眉毛_3M")),
            constants=(("month", "3"),),
            spread=True,
        ),
        RowMapping(
            table="lab",
            columns=(("patient_id", "患者ID"), ("value", "ALT (U/L)_0M")),
            constants=(("test", "ALT"), ("unit", "U/L"), ("month", "0")),
            spread=True,
        ),
    )


def test_visits_by_day_with_a_test_among_the_scores() -> None:
    visit, lab = rows("ID", "受診日", "SALT", "CK")
    assert visit.columns == (("patient_id", "ID"), ("month as a date", "受診日"), ("salt", "SALT"))
    assert lab.columns == (("patient_id", "ID"), ("month as a date", "受診日"), ("value", "CK"))
    assert lab.constants == (("test", "Creatine kinase"),)


def test_a_time_that_holds_days_is_taken_as_one(tmp_path: Path) -> None:
    columns = ("Patient ID", "Adverse event", "Onset", "End")
    path = tmp_path / "events.csv"
    path.write_text(
        "Patient ID,Adverse event,Onset,End\n01,Acne,2022/9/11,3\n02,Acne,令和4年8月1日,2022-09-01\n03,Acne,,4\n", "utf-8"
    )
    (events,) = suggested(current(), [SourceTable(file=path.name, title="events", path=path, columns=columns)]).sources[0].rows
    assert events.columns[2:] == (("onset_month as a date", "Onset"), ("end_month", "End"))
    path.write_text("Patient ID,Adverse event,Onset,Onset date\n01,Acne,2022-09-11,2022-09-11\n", "utf-8")
    columns = ("Patient ID", "Adverse event", "Onset", "Onset date")
    (events,) = suggested(current(), [SourceTable(file=path.name, title="events", path=path, columns=columns)]).sources[0].rows
    assert events.columns[2:] == (("onset_month as a date", "Onset date"),)


@pytest.mark.parametrize("empty", ["ongoing", "継続中", "ND", "－", ""])
def test_what_tells_no_value_speaks_neither_for_days_nor_against_them(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "events.csv"
    path.write_text("Patient ID,Adverse event,End\n" + f"01,Acne,{empty}\n" * 300 + "02,Acne,2022-10-01\n", "utf-8")
    columns = ("Patient ID", "Adverse event", "End")
    (events,) = suggested(current(), [SourceTable(file=path.name, title="events", path=path, columns=columns)]).sources[0].rows
    assert events.columns[2:] == (("end_month as a date", "End"),)


def test_a_standard_of_trials_is_recognised() -> None:
    (events,) = rows("USUBJID", "AEDECOD", "AEBODSYS", "AESER", "ASTDT", "AENDT")
    assert events.table == "adverse_event"
    assert dict(events.columns)["onset_month as a date"] == "ASTDT"
    (labs,) = rows("USUBJID", "ADT", "AVISIT", "PARAMCD", "AVAL", "LBSTRESU", "ANRLO", "ANRHI")
    assert labs.table == "lab"
    assert dict(labs.columns)["month in weeks"] == "AVISIT"


def test_nothing_is_made_of_a_source_without_a_column_of_patients() -> None:
    assert rows("name", "SALT_0M") == ()
