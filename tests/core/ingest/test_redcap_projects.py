"""Exports of REDCap projects with events and repeating forms: several rows of a patient, each of one event or form."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.catalogue import current
from core.domain.account import Account
from core.domain.errors import DataError
from core.domain.imports import ImportResult
from core.domain.mapping import ImportMapping
from core.ingest.bundle import bring_in
from core.ingest.column_uses import is_whole
from core.ingest.mapping_file import as_toml, from_toml
from core.ingest.marked import marked
from core.ingest.redcap_projects import is_project, project_of
from core.ingest.source import SourceTable
from core.store.location import Location

REDCAP = Path(__file__).resolve().parents[2] / "redcap"
Records = list[dict[str, str]]
DICTIONARY = """field_name,form_name,field_type,field_label,select_choices_or_calculations,identifier
record_id,demographics,text,Record ID,,
chart_ref,demographics,text,Chart,,y
sex,demographics,radio,Sex,"1, Female | 2, Male",
aa_type,demographics,dropdown,AA type,"1, Totalis (AT) | 2, Multiplex (AM) | 3, Universalis (AU)",
age,demographics,text,Age,,
start_date,demographics,text,Start of treatment,,
salt,assessment,text,SALT,,
clinro_eyebrow,assessment,radio,ClinRO eyebrow,"0, 0 | 1, 1 | 2, 2 | 3, 3",
visit_mood,assessment,text,Mood,,
aeterm,adverse_events,text,Adverse event,,
ae_grade,adverse_events,dropdown,CTCAE grade,"1, Grade 1 | 2, Grade 2 | 3, Grade 3",
ae_start,adverse_events,text,Start date,,
ae_end,adverse_events,text,End date,,
aeser,adverse_events,yesno,Serious,,
test_name,blood,text,Test,,
result,blood,text,Result,,
units,blood,text,Unit,,
sample_date,blood,text,Sample date,,
"""
STRUCTURE = ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance")
LABELS = dict(zip(STRUCTURE, ("Event Name", "Repeat Instrument", "Repeat Instance"), strict=True))
FORMS = {"adverse_events": "Adverse Events", "blood": "Blood", "": ""}
EVENTS = {"baseline_arm_1": "Baseline", "month_3_arm_1": "Month 3", "6_months_arm_1": "6 months", "week_52_arm_1": "Week 52"}
SUFFIX = " (Arm 1: Drug A)"
PATIENTS = 12


def project(events: Iterable[str] = EVENTS) -> Records:
    """The rows of a raw export: 12 patients, a score at each event but where it was not taken, events and blood tests."""
    rows: Records = []
    for patient in range(1, PATIENTS + 1):
        one = {"record_id": f"AA-{patient}"}
        for at, event in enumerate(events):
            salt = "" if (patient + at) % 5 == 4 else str(100 - 15 * at - patient)
            visit = {
                "salt": salt,
                "clinro_eyebrow": str(at % 4) if salt else "",
                "visit_mood": "well",
                "assessment_complete": "2",
            }
            rows.append(one | {STRUCTURE[0]: event} | (_person(patient) if at == 0 else {}) | visit)
        first = next(iter(events))
        for instance in range(1, patient % 4):
            empty = patient == 3 and instance == 3  # a form that was opened and saved without a term
            term = {} if empty else {"aeterm": "Acne" if instance == 1 else "Herpes zoster", "ae_grade": "2", "aeser": "0"}
            day = {"ae_start": f"2024-0{instance + 1}-15"}
            rows.append(one | _repeat(first, "adverse_events", instance) | term | day | {"adverse_events_complete": "2"})
        if patient % 3 == 0:
            blood = {"test_name": "CK", "result": str(100 + patient), "units": "U/L", "sample_date": "2024-01-31"}
            rows.append(one | _repeat(first, "blood", 1) | blood)
    return rows


def _person(patient: int) -> dict[str, str]:
    known = {"sex": str(1 + patient % 2), "aa_type": str(1 + patient % 3), "age": str(20 + patient)}
    return known | {"chart_ref": "Ann", "start_date": "2024-01-01", "demographics_complete": "2"}


def _repeat(event: str, form: str, instance: int) -> dict[str, str]:
    return dict(zip(STRUCTURE, (event, form, str(instance)), strict=True))


def columns() -> list[str]:
    fields = [line.split(",")[0] for line in DICTIONARY.splitlines()[1:]]
    return [
        "record_id",
        *STRUCTURE,
        *fields[1:],
        *(f"{one}_complete" for one in ("demographics", "assessment", "adverse_events")),
    ]


def text_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([header, *rows])
    return made.getvalue()


def raw(rows: Records) -> str:
    return text_of(columns(), ([row.get(name, "") for name in columns()] for row in rows))


def labelled(rows: Records) -> str:
    """The same export as REDCap gives it with labels for fields, codes, events and forms."""
    fields = list(csv.DictReader(io.StringIO(DICTIONARY)))
    names = {one["field_name"]: one["field_label"] for one in fields} | LABELS
    codes = {one["field_name"]: _codes(one) for one in fields} | {STRUCTURE[1]: FORMS}
    codes[STRUCTURE[0]] = {name: label + SUFFIX for name, label in EVENTS.items()}
    header = [names.get(name, "Complete?") for name in columns()]
    return text_of(
        header, ([codes.get(name, {}).get(row.get(name, ""), row.get(name, "")) for name in columns()] for row in rows)
    )


def _codes(field: dict[str, str]) -> dict[str, str]:
    if field["field_type"] == "yesno":
        return {"1": "Yes", "0": "No"}
    pairs = (one.split(",", 1) for one in field["select_choices_or_calculations"].split("|") if one)
    return {code.strip(): label.strip() for code, label in pairs}


@pytest.fixture
def brought_in(tmp_path: Path) -> Callable[..., ImportResult]:
    def bring(text: str, mapping: ImportMapping | None = None, *, dictionary: str = DICTIONARY) -> ImportResult:
        (tmp_path / "trial.csv").write_text(text, encoding="utf-8")
        (tmp_path / "trial_dictionary.csv").write_text(dictionary, encoding="utf-8")
        paths = [tmp_path / "trial.csv", *([tmp_path / "trial_dictionary.csv"] if dictionary else [])]
        return bring_in(paths, current(), Location(tmp_path / "store"), mapping or ImportMapping())

    return bring


def asked(folder: Path, result: ImportResult, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "store" / result.version.file), read_only=True) as con:
        return con.execute(question).fetchall()


def account(result: ImportResult, table: str) -> Account:
    (found,) = (one for one in result.accounts if one.table == table)
    return found


def records(path: Path) -> Records:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(("name", "record"), [("longitudinal", "study_id"), ("repeating-instruments", "record_id")])
def test_real_exports_give_each_patient_once_and_lose_no_row(name: str, record: str, tmp_path: Path) -> None:
    rows = records(REDCAP / f"{name}.data.csv")
    people = {row[record] for row in rows}
    result = bring_in(sorted(REDCAP.glob(f"{name}.*")), current(), Location(tmp_path / "store"))
    (only,) = result.accounts
    assert (only.table, only.came, only.taken, only.repeated) == ("patient", len(rows), len(people), len(rows) - len(people))
    taken = dict(result.mapping.sources[0].rows[0].columns)
    assert taken == {"patient_id": record, "sex": "sex", "age_years": "age", "age_years as a date": "dob"}
    found = asked(tmp_path, result, "SELECT patient_id, sex, age_years FROM patient")
    said = {row[record]: row for row in rows if row["sex"]}
    assert {one[0]: one[1:] for one in found} == {one: ("FM"[int(row["sex"])], float(row["age"])) for one, row in said.items()}
    assert (result.version.visits, result.of("left_out"), result.of("emptied")) == (0, (), ())
    assert "first_name" in {one.column for one in result.findings}  # marked as an identifier by the dictionary


@pytest.mark.parametrize("form", [raw, labelled])
def test_a_project_comes_in_without_a_mapping(
    form: Callable[[Records], str], brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    rows = project()
    result = brought_in(form(rows))
    scored = [row for row in rows if row.get("salt")]
    events = [row for row in rows if row.get("aeterm")]
    bloods = [row for row in rows if row.get("result")]
    version = result.version
    assert (version.patients, version.visits) == (PATIENTS, len(scored))
    for table, mine in (("visit", scored), ("adverse_event", events), ("lab", bloods)):
        found = account(result, table)
        assert (found.came, found.taken, found.left_out, found.empty) == (len(rows), len(mine), 0, len(rows) - len(mine))
    assert account(result, "patient").repeated == len(rows) - PATIENTS
    months = dict(zip(EVENTS, (0, 3, 6, 11.96), strict=True))  # 52 weeks are 52 * 7 / 30.4375 months
    expected = {(row["record_id"], months[row["redcap_event_name"]], float(row["salt"])) for row in scored}
    assert set(asked(tmp_path, result, "SELECT patient_id, month, salt FROM visit")) == expected
    person = asked(tmp_path, result, "SELECT sex, aa_type, age_years, CAST(start_date AS VARCHAR) FROM patient")
    assert len(person) == PATIENTS
    assert ("M", "AM", 21.0, "2024-01-01") in person
    assert asked(tmp_path, result, "SELECT DISTINCT grade, serious FROM adverse_event") == [(2, False)]
    onset = asked(tmp_path, result, "SELECT onset_month FROM adverse_event WHERE term = 'Herpes zoster' ORDER BY 1")
    assert onset[0] == (2.43,)  # 15 March is 74 days after 1 January, / 30.4375
    assert asked(tmp_path, result, "SELECT DISTINCT month FROM lab") == [(0.99,)]
    assert (result.of("left_out"), result.of("emptied")) == ((), ())


@pytest.mark.parametrize(("form", "column"), [(raw, "chart_ref"), (labelled, "Chart")])
def test_what_the_dictionary_marks_as_an_identifier_is_told(
    form: Callable[[Records], str], column: str, brought_in: Callable[..., ImportResult]
) -> None:
    marked = [one for one in brought_in(form(project())).findings if one.rule.startswith("the data dictionary marks it")]
    assert [(one.column, one.rule) for one in marked] == [
        (column, "the data dictionary marks it as an identifier: not imported")
    ]


@pytest.mark.parametrize("dictionary", [DICTIONARY, ""])
def test_what_redcap_adds_is_one_note(dictionary: str, brought_in: Callable[..., ImportResult]) -> None:
    result = brought_in(raw(project()), dictionary=dictionary)
    notes = [one for one in result.findings if "that REDCap adds" in one.rule]
    assert [(one.severity, one.rule) for one in notes] == [
        (
            "note",
            "5 columns that REDCap adds were not imported: redcap_repeat_instrument, redcap_repeat_instance, "
            "demographics_complete, assessment_complete, adverse_events_complete",
        )
    ]
    (left,) = (one.rule for one in result.findings if "no columns of the data model" in one.rule)
    assert "redcap" not in left
    assert "complete" not in left
    assert "visit_mood" in left


def test_the_saved_mapping_takes_the_next_export(brought_in: Callable[..., ImportResult]) -> None:
    first = brought_in(raw(project()))
    again = brought_in(raw(project()), from_toml(as_toml(first.mapping), current()))
    assert again.version.digest == first.version.digest
    assert again.mapping == first.mapping


def test_events_that_cannot_be_read_say_which_words_to_give_and_come_in_with_them(
    brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    rows = project(("baseline_arm_1", "visit_2_arm_1", "visit_3_arm_1"))
    before = brought_in(raw(rows))
    by_event = {
        event: [row for row in rows if row["redcap_event_name"] == event and row.get("salt")]
        for event in ("visit_2_arm_1", "visit_3_arm_1")
    }
    assert [(one.found, one.rule, one.remedy) for one in before.of("left_out")] == [
        (
            event,
            f"an event whose month is not known ({len(lost)} rows in all)",
            f'Say its month under [values.month] in the mapping: "{event}" = "3", if it is month 3.',
        )
        for event, lost in by_event.items()
    ]
    lost = sum(len(one) for one in by_event.values())
    assert account(before, "visit").left_out == lost
    words = '[values.month]\n"visit_2_arm_1" = "3"\n"visit_3_arm_1" = "6.5"\n'
    result = brought_in(raw(rows), from_toml(words, current()))
    assert result.of("left_out") == ()
    assert account(result, "visit").taken == account(before, "visit").taken + lost
    assert asked(tmp_path, result, "SELECT DISTINCT month FROM visit ORDER BY 1") == [(0.0,), (3.0,), (6.5,)]


def test_an_event_that_is_called_by_a_number_may_be_a_visit(brought_in: Callable[..., ImportResult], tmp_path: Path) -> None:
    text = "Record ID,Event Name,SALT\nA1,1,90\nA1,2,60\n"
    with_one = from_toml('[values.month]\n"1" = "0"', current())
    result = brought_in(text, with_one, dictionary="")
    assert [(one.row, one.found) for one in result.of("left_out")] == [(3, "2")]
    assert asked(tmp_path, result, "SELECT month, salt FROM visit") == [(0.0, 90.0)]


def test_a_word_that_is_no_month_leaves_the_event_unknown(brought_in: Callable[..., ImportResult]) -> None:
    result = brought_in(
        raw(project(("baseline_arm_1", "visit_2_arm_1"))), from_toml('[values.month]\nvisit_2_arm_1 = "three"', current())
    )
    assert [one.found for one in result.of("left_out")] == ["visit_2_arm_1"]


@pytest.mark.parametrize("form", [raw, labelled])
def test_the_mapping_of_a_project_can_be_changed_column_by_column(
    form: Callable[[Records], str], brought_in: Callable[..., ImportResult]
) -> None:
    text = form(project())
    (mapping,) = brought_in(text).mapping.sources
    assert [row.table for row in mapping.rows] == ["patient", "visit", "adverse_event", "lab"]
    assert is_whole(current(), next(csv.reader([text.splitlines()[0]])), mapping)


def test_the_rows_of_a_form_alone_are_its_table(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("record_id,sex,start_of_treatment\nAA-1,F,2024-01-01\n", encoding="utf-8")
    header = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "aeterm", "start_date"]
    rows = [["AA-1", "adverse_events", "1", "Acne", "2024-02-01"], ["AA-1", "adverse_events", "2", "Acne", "2024-02-01"]]
    (tmp_path / "ae.csv").write_text(text_of(header, rows), encoding="utf-8")
    result = bring_in([tmp_path / "p.csv", tmp_path / "ae.csv"], current(), Location(tmp_path / "store"))
    assert [(one.table, one.came, one.taken) for one in result.accounts] == [("patient", 1, 1), ("adverse_event", 2, 2)]
    assert asked(tmp_path, result, "SELECT term, onset_month FROM adverse_event") == [("Acne", 1.02)] * 2


def dated(start: str, *visits: tuple[str, str, str]) -> str:
    header = ["record_id", "redcap_event_name", *(["start_date"] if start else []), "visit_date", "salt"]
    first = [["A1", "enrollment_arm_1", start, "", ""]] if start else []
    return text_of(header, [*first, *(["A1", event, *([""] if start else []), day, salt] for event, day, salt in visits)])


def test_the_day_of_a_visit_counts_before_its_event_where_the_start_is_known(
    brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    visits = (
        ("baseline_arm_1", "2023-12-28", "90"),  # before the start: the event says what it was
        ("month_3_arm_1", "2024-04-11", "60"),  # 101 days
        ("month_6_arm_1", "", "40"),
        ("unscheduled_arm_1", "2024-05-01", "50"),  # 121 days
        ("unscheduled_arm_1", "", "45"),
    )
    result = brought_in(dated("2024-01-01", *visits), dictionary="")
    found = asked(tmp_path, result, "SELECT month, salt FROM visit ORDER BY 1")
    assert found == [(0.0, 90.0), (3.32, 60.0), (3.98, 50.0), (6.0, 40.0)]
    assert [(one.row, one.rule) for one in result.of("emptied")] == [(3, "a day before the start of treatment")]
    assert [(one.row, one.found) for one in result.of("left_out")] == [(7, "unscheduled_arm_1")]
    assert account(result, "visit").empty == 1


def test_without_a_start_the_events_count_and_days_run_from_the_one_at_month_0(
    brought_in: Callable[..., ImportResult], tmp_path: Path
) -> None:
    visits = (
        ("baseline_arm_1", "2024-01-01", "90"),
        ("month_3_arm_1", "2024-04-11", "60"),
        ("other_arm_1", "2024-05-01", "50"),
    )
    result = brought_in(dated("", *visits), dictionary="")
    assert asked(tmp_path, result, "SELECT month, salt FROM visit ORDER BY 1") == [(0.0, 90.0), (3.0, 60.0), (3.98, 50.0)]
    assert any("month 0 is the event at month 0" in one.rule for one in result.findings)
    others = (("baseline_arm_1", "", "90"), ("month_3_arm_1", "2024-04-11", "60"), ("other_arm_1", "2024-05-01", "50"))
    undated = brought_in(dated("", *others), dictionary="")
    assert asked(tmp_path, undated, "SELECT month, salt FROM visit ORDER BY 1") == [(0.0, 90.0), (3.0, 60.0)]
    assert [(one.row, one.found) for one in undated.of("left_out")] == [(4, "other_arm_1")]


def test_days_alone_run_from_the_first_visit(brought_in: Callable[..., ImportResult], tmp_path: Path) -> None:
    result = brought_in(dated("", ("first_arm_1", "2024-01-01", "90"), ("other_arm_1", "2024-05-01", "50")), dictionary="")
    assert asked(tmp_path, result, "SELECT month, salt FROM visit ORDER BY 1") == [(0.0, 90.0), (3.98, 50.0)]


def test_patients_of_another_file_count_from_their_first_visit(tmp_path: Path) -> None:
    (tmp_path / "trial.csv").write_text(dated("", ("baseline_arm_1", "2024-01-01", "90")), encoding="utf-8")
    (tmp_path / "clinic.csv").write_text("patient_id,visit_date,salt\nB1,2024-03-01,50\n", encoding="utf-8")
    result = bring_in([tmp_path / "trial.csv", tmp_path / "clinic.csv"], current(), Location(tmp_path / "store"))
    assert asked(tmp_path, result, "SELECT patient_id, month FROM visit ORDER BY 1") == [("A1", 0.0), ("B1", 0.0)]


def test_events_stay_as_they_are_in_the_rows_to_correct(tmp_path: Path) -> None:
    (tmp_path / "trial.csv").write_text(dated("", ("month_3_arm_1", "", "900")), encoding="utf-8")
    (tmp_path / "patients.csv").write_text("patient_id,sex\nA1,F\n", encoding="utf-8")
    paths = [tmp_path / "trial.csv", tmp_path / "patients.csv"]
    result = bring_in(paths, current(), Location(tmp_path / "store"))
    visits = next(one for one in marked(paths, current(), result).to_correct if one.name == "visit")
    (row,) = visits.rows
    assert row.cells[visits.columns.index("month as an event")] == "month_3_arm_1"


def test_the_record_is_the_column_before_the_event_unless_the_columns_were_moved(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"

    def record(header: list[str], *rows: list[str]) -> str:
        path.write_text(text_of(header, rows), encoding="utf-8")
        return project_of(SourceTable(file="t.csv", title="t", path=path, columns=tuple(header)), "subject_id").record

    given = [["1", "S1", "baseline_arm_1", "x"], ["2", "S1", "month_3_arm_1", ""]]
    assert record(["", "screening", "redcap_event_name", "subject_id"], *given) == "screening"
    assert record(["subject_id", "age", "redcap_event_name"], ["1", "3", "baseline_arm_1"], ["1", "", "m"]) == "subject_id"


def test_what_was_filled_down_into_the_rows_of_a_form_stays_of_the_patient(brought_in: Callable[..., ImportResult]) -> None:
    rows = project()
    people = {row["record_id"]: row for row in rows if "sex" in row}
    filled = [row | {name: people[row["record_id"]][name] for name in ("sex", "age", "start_date")} for row in rows]
    assert brought_in(raw(filled), dictionary="").mapping == brought_in(raw(rows), dictionary="").mapping


@pytest.mark.parametrize("header", ["redcap_event_name,redcap_event_name,salt", ",redcap_event_name,salt"])
def test_an_export_without_a_record_is_no_table(header: str, brought_in: Callable[..., ImportResult]) -> None:
    with pytest.raises(DataError, match="no table of the data model is seen in it"):
        brought_in(header + "\nbaseline_arm_1,baseline_arm_1,9\n", dictionary="")


def test_columns_are_of_the_form_whose_rows_they_stand_in(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    header = ["id", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group", "age", "a", "b", "c"]
    path.write_text(
        text_of(header, [["1", "", "", "x", "3", "", "", ""], ["1", "f", "1", "x", "", "3", "", ""]]), encoding="utf-8"
    )
    source = SourceTable(file="t.csv", title="t", path=path, columns=tuple(header), forms=(("a", "f"), ("b", "f"), ("c", "g")))
    found = project_of(source)
    assert (found.record, found.event, found.repeating) == ("id", None, (("a", "b"),))
    assert found.once == ("redcap_data_access_group", "age", "c")


def test_the_form_of_the_record_is_not_that_of_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    header = ("id", "redcap_repeat_instrument", "age", "a")
    path.write_text(text_of(header, [["1", "f", "", "3"]]), encoding="utf-8")
    source = SourceTable(file="t.csv", title="t", path=path, columns=header, forms=(("id", "d"), ("age", "d"), ("a", "f")))
    assert (project_of(source).once, project_of(source).repeating) == (("age",), (("a",),))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("record_id", "redcap_event_name", "age"), True),
        (("Record ID", "Repeat Instrument", "Repeat Instance"), True),
        (("USUBJID", "AEDECOD", "Event Name"), False),
        (("record_id", "age"), False),
    ],
)
def test_an_export_is_known_by_its_columns(names: tuple[str, ...], expected: bool) -> None:
    assert is_project(names) is expected
