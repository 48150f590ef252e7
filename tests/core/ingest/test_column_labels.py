"""Columns whose names say nothing are known by the labels that their file, or its dictionary, gives them."""

from pathlib import Path

import pandas as pd
import pyreadstat

from core.catalogue import current
from core.domain.mapping import RowMapping
from core.ingest.bundle import NO_MAPPING, completed
from core.ingest.files import number_column, read_files
from core.ingest.identifiers import flagged_in
from core.ingest.source import SourceTable
from core.ingest.suggest import suggested

LABELS = {
    "q1": "Patient ID",
    "q2": "Sex",
    "q3": "Age (years)",
    "q4": "SALT month 0",
    "q5": "ALT (U/L) month 3",
    "q6": "Remarks",
    "q7": "Date of birth",
}


def source(*columns: str, **labels: str) -> SourceTable:
    return SourceTable(file="a.sav", title="a", path=Path("a.sav"), columns=columns, labels=tuple(labels.items()))


def taken(of: SourceTable) -> dict[str, str]:
    """Column -> variable, of the patients' rows."""
    rows = suggested(current(), [of]).sources[0].rows
    return {column: variable for row in rows if row.table == "patient" for variable, column in row.columns}


def test_a_column_is_mapped_under_its_own_name() -> None:
    found = suggested(current(), [source(*LABELS, **LABELS)]).sources[0].rows
    assert found == (
        RowMapping(
            table="patient",
            columns=(("patient_id", "q1"), ("sex", "q2"), ("age_years", "q3"), ("age_years as a date", "q7")),
        ),
        RowMapping(table="visit", columns=(("patient_id", "q1"), ("salt", "q4")), constants=(("month", "0"),), spread=True),
        RowMapping(
            table="lab",
            columns=(("patient_id", "q1"), ("value", "q5")),
            constants=(("test", "ALT"), ("unit", "U/L"), ("month", "3")),
            spread=True,
        ),
    )


def test_what_a_name_says_counts_before_any_label() -> None:
    assert taken(source("patient_id", "q2", "sex", q2="Sex", sex="Age")) == {"patient_id": "patient_id", "sex": "sex"}


def test_a_label_of_two_columns_tells_neither() -> None:
    assert taken(source("patient_id", "q2", "q3", q2="Sex", q3="Sex")) == {"patient_id": "patient_id"}


def test_of_two_labels_that_mean_the_same_the_first_counts() -> None:
    assert taken(source("patient_id", "q2", "q3", q2="Sex", q3="Gender")) == {"patient_id": "patient_id", "q2": "sex"}


def test_a_label_that_looks_like_a_name_flags_its_column(tmp_path: Path) -> None:
    frame = pd.DataFrame({"patient_id": ["A"], "q9": ["x"]})
    pyreadstat.write_sav(frame, str(tmp_path / "clinic.sav"), column_labels={"q9": "Patient name"})
    (table,) = read_files([tmp_path / "clinic.sav"], tmp_path, number_column(current()))
    flags = flagged_in(table, None, NO_MAPPING)
    assert [(one.column, one.why, one.treatment) for one in flags] == [("q9", "looks like a person's name", "drop")]


def test_a_file_of_spss_says_what_its_columns_hold(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": ["A", "B"], "q2": ["F", "M"], "q3": [30.0, 41.0]})
    pyreadstat.write_sav(frame, str(tmp_path / "clinic.sav"), column_labels={"q1": "Patient ID", "q3": "Age (years)"})
    (table,) = read_files([tmp_path / "clinic.sav"], tmp_path, number_column(current()))
    assert table.labels == (("q1", "Patient ID"), ("q3", "Age (years)"))
    mapping = completed(current(), [table], NO_MAPPING)
    assert mapping.sources[0].rows == (RowMapping(table="patient", columns=(("patient_id", "q1"), ("age_years", "q3"))),)


def test_a_dictionary_of_redcap_says_what_the_columns_of_its_project_hold(tmp_path: Path) -> None:
    fields = [("study_no", "Patient ID"), ("a1", "Sex"), ("a2", "<b>Age</b> (years)")]
    header = "field_name,form_name,field_type,field_label,select_choices_or_calculations\n"
    described = "".join(f"{name},start,text,{label},\n" for name, label in fields)
    (tmp_path / "dictionary.csv").write_text(header + described, encoding="utf-8")
    (tmp_path / "data.csv").write_text("study_no,a1,a2\nA,F,30\n", encoding="utf-8")
    made = tmp_path / "made"
    made.mkdir()
    files = [tmp_path / "dictionary.csv", tmp_path / "data.csv"]
    (table,) = read_files(files, made, number_column(current()))
    assert dict(table.labels)["a2"] == "Age (years)"
    assert taken(table) == {"study_no": "patient_id", "a1": "sex", "a2": "age_years"}


def test_a_group_that_says_nothing_hides_no_score(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("ID,Course,,Course of lashes,\n,SALT_0M,SALT_3M,0M,3M\na,80,20,1,2\n", encoding="utf-8")
    (table,) = read_files([path], tmp_path, number_column(current()))
    mapping = completed(current(), [table], NO_MAPPING)
    assert [dict(row.columns).get("salt") for row in mapping.sources[0].rows if row.table == "visit"] == [
        "Course_SALT_0M",
        "Course_SALT_3M",
    ]


def test_what_stands_under_a_group_of_its_own_is_not_taken_for_the_patients(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    lines = "ID,age,Previous treatment,,Family,", ",,start,dose,age at onset,type", "a,30,2020-01-01,4,20,AT", ""
    path.write_text("\n".join(lines), encoding="utf-8")
    (table,) = read_files([path], tmp_path, number_column(current()))
    assert taken(table) == {"ID": "patient_id", "age": "age_years"}


def test_what_stands_under_the_group_of_the_patients_is_theirs() -> None:
    joined = source("Person_ID", "Person_age", "Drug_Start", Person_ID="ID", Person_age="age", Drug_Start="Start")
    assert taken(joined) == {"Person_ID": "patient_id", "Person_age": "age_years"}


def test_a_label_that_sas_cut_within_a_letter_says_nothing_of_the_encoding(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": ["A"], "q2": ["円形脱毛症"]})
    path = tmp_path / "clinic.xpt"
    pyreadstat.write_xport(frame, str(path), column_labels=["Patient ID", "a" * 38 + "X"], file_format_version=5)
    whole = path.read_bytes()
    cut = whole.replace(b"a" * 38 + b"X ", b"a" * 38 + "円".encode()[:2])
    assert cut != whole
    path.write_bytes(cut)
    (table,) = read_files([path], tmp_path, number_column(current()))
    assert dict(table.labels) == {"q1": "Patient ID", "q2": "a" * 38}
    assert "円形脱毛症" in table.path.read_text(encoding="utf-8")
