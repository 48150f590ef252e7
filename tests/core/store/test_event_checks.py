"""Adverse events that cannot be are reported at import with row and reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.location import Location

PATIENTS = [{"patient_id": "a", "stop_month": 5}, {"patient_id": "b", "stop_month": ""}]
VISITS = [{"patient_id": one, "month": month, "salt": 50} for one in "ab" for month in (0, 6)]
EVENT = {"patient_id": "a", "term": "Acne", "grade": 1, "onset_month": 2, "end_month": 3}


def published(write: Callable[..., Path], folder: Path, **event: Any) -> list[str]:
    """What is found in these tables with one event changed."""
    tables = write(patient=PATIENTS, visit=VISITS, adverse_event=[EVENT, EVENT | {"term": "Rash"} | event])
    found = bring_in([tables], current(), Location(folder))
    return [f"{one.file} {one.row} {one.column}: {one.severity}: {one.rule}" for one in found.findings]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"onset_month": -1}, "3 onset_month: emptied: outside 0 to 600"),
        ({"onset_month": 4}, "3 end_month: emptied: smaller than onset_month"),
        ({"grade": 0}, "3 grade: emptied: outside 1 to 5"),
        ({"grade": 7}, "3 grade: emptied: outside 1 to 5"),
        ({"patient_id": "z"}, "3 patient_id: left_out: no such patient"),
        ({"term": "Acne"}, "3 patient_id: left_out: the same as row 2 in every column"),
        ({"term": ""}, "3 term: left_out: a value is required"),
        ({"term": "ニキビ"}, "3 term: warning: for a reader the same as ざ瘡"),
    ],
)
def test_what_cannot_be_is_not_taken_and_told_with_row_and_reason(
    write_tables: Callable[..., Path], tmp_path: Path, change: dict[str, Any], place: str
) -> None:
    assert published(write_tables, tmp_path / "store", **change) == [f"adverse_event.csv {place}"]


def test_events_of_an_unknown_onset_may_be_two(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    event = EVENT | {"onset_month": "", "end_month": ""}
    tables = write_tables(patient=PATIENTS, visit=VISITS, adverse_event=[event, event])
    assert bring_in([tables], current(), Location(tmp_path / "store")).version.adverse_events == 2


def test_an_event_after_stopping_is_imported_with_a_warning(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    after = published(write_tables, tmp_path / "store", onset_month=6, end_month="")
    assert after == ["adverse_event.csv 3 onset_month: warning: begins after the patient stopped treatment"]


def test_events_in_order_are_imported_without_a_word(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    assert published(write_tables, tmp_path / "store", patient_id="b", onset_month=6, end_month="") == []
    dead = {"patient_id": "b", "grade": 5, "onset_month": 6, "end_month": ""}
    tables = write_tables(
        patient=[PATIENTS[0], {"patient_id": "b", "stop_month": 6}], visit=VISITS, adverse_event=[EVENT, EVENT | dead]
    )
    assert not bring_in([tables], current(), Location(tmp_path / "other")).findings


def test_what_comes_after_death_is_told(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    assert published(write_tables, tmp_path / "store", grade=5, onset_month=1, end_month="") == [
        "adverse_event.csv 2 onset_month: emptied: begins after an event of grade 5 of the same patient",
        "adverse_event.csv 3 grade: warning: fatal, and the patient has no month of stopping by then",
        "visit.csv 3 month: warning: after an event of grade 5 of the same patient",
    ]
    lab = {"patient_id": "b", "month": 3, "test": "ALT", "value": 20, "unit": "U/L"}
    tables = write_tables(
        patient=PATIENTS, visit=VISITS[:3], adverse_event=[{"patient_id": "b", "term": "x", "grade": 5}], lab=[lab]
    )
    (undated,) = bring_in([tables], current(), Location(tmp_path / "other")).findings
    assert undated.rule == "fatal, and the patient has no month of stopping by then"
    dated = {"patient_id": "b", "term": "x", "grade": 5, "onset_month": 2}
    tables = write_tables(patient=PATIENTS, visit=VISITS[:3], adverse_event=[dated], lab=[lab])
    found = bring_in([tables], current(), Location(tmp_path / "third")).findings
    assert [one.file for one in found] == ["adverse_event.csv", "lab.csv"]


def test_death_is_the_end_of_the_fatal_event(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    fatal = {"patient_id": "b", "term": "Sepsis", "grade": 5, "onset_month": 5, "end_month": 6}
    patients = [{"patient_id": "b", "stop_month": 6, "start_date": "2024-01-01"}]
    seen = [{"patient_id": "b", "month": month, "salt": 50} for month in (0, 5.5, 6)]
    tables = write_tables(patient=patients, visit=seen, adverse_event=[fatal])
    assert not bring_in([tables], current(), Location(tmp_path / "store")).findings
    later = [*seen, {"patient_id": "b", "month": 9, "salt": 50}]
    (tables / "adverse_event.csv").write_text("patient_id,term,grade,onset_date\nb,Sepsis,5,2024-07-05\n", encoding="utf-8")
    tables = write_tables(patient=patients, visit=later)
    found = bring_in([tables], current(), Location(tmp_path / "store")).findings
    assert [(one.file, one.row) for one in found if "after an event of grade 5" in one.rule] == [("visit.csv", 5)]
