"""One patient's record: what the tables hold, and nothing of anybody else."""

from datetime import date

import pytest

from core.analysis.patient import patient_record
from core.charts.patient_course import patient_course
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.store.patient_rows import pseudonyms
from core.tables.patient import blood_table, course_table, facts_table
from core.words.patient import course_title, patient_caption, stop_words, summary
from tests.building import read

EVERYONE = CohortFilter()


def mine(table: str, patient_id: str) -> list[dict[str, str]]:
    return [row for row in read(table) if row["patient_id"] == patient_id]


@pytest.mark.parametrize("patient_id", ["SYN-001", "SYN-016", "SYN-086"])
def test_every_row_of_the_tables_is_there(reference: CohortStore, patient_id: str) -> None:
    found = patient_record(reference, EVERYONE, patient_id)
    visits = [(float(row["month"]), float(row["salt"])) for row in mine("visit", patient_id)]
    assert found.courses[0] == ("SALT", tuple(sorted(visits)))
    assert [(event.term, event.grade) for event in found.events] == [
        (row["term"], int(row["grade"])) for row in mine("adverse_event", patient_id)
    ]
    values = sorted((test.test, month, value) for test in found.tests for month, value in test.values)
    assert values == sorted((row["test"], float(row["month"]), float(row["value"])) for row in mine("lab", patient_id))
    (own,) = mine("patient", patient_id)
    assert dict(found.facts)["Age"] == f"{float(own['age_years']):g} years"
    assert found.stopped == (float(own["stop_month"]) if own["stop_month"] else None)
    plain(found)


def test_what_is_read_first_says_score_events_and_end(reference: CohortStore) -> None:
    found = patient_record(reference, EVERYONE, "SYN-006")
    assert summary(found) == (
        "SALT 100 at month 0, 1 at month 9. 1 adverse event: Liver enzyme rise, grade 2, month 3 to 9. "
        "Treated as far as recorded, to month 9."
    )
    stopped = next(row["patient_id"] for row in read("patient") if row["stop_month"])
    assert stop_words(patient_record(reference, EVERYONE, stopped)).startswith("Stopped in month ")


def test_a_patient_outside_the_filter_is_shown_and_said_to_be(reference: CohortStore) -> None:
    women = CohortFilter.from_query("sex=F")
    man = next(row["patient_id"] for row in read("patient") if row["sex"] == "M")
    assert not patient_record(reference, women, man).in_view
    assert man not in pseudonyms(reference, women, 100)
    assert len(pseudonyms(reference, women, 100)) == 45
    assert pseudonyms(reference, women, 3) == pseudonyms(reference, women, 100)[:3]


@pytest.mark.parametrize("wrong", ["nobody", "", "SYN-001' OR 1=1 --", "<b>x</b>"])
def test_a_pseudonym_there_is_not_is_refused(reference: CohortStore, wrong: str) -> None:
    with pytest.raises(RequestError, match="There is no patient"):
        patient_record(reference, EVERYONE, wrong)


def test_tables_and_words_follow_the_record(reference: CohortStore) -> None:
    found = patient_record(reference, EVERYONE, "SYN-016")
    assert len(course_table(found)) == sum(len(values) for _, values in found.courses) + len(found.events)
    assert len(facts_table(found)) == len(found.facts)
    creatinine = next(row for row in blood_table(found) if row["Test"] == "creatinine")
    assert creatinine["Month 0"] == next(row["value"] for row in mine("lab", "SYN-016") if row["test"] == "creatinine")
    words = patient_caption(found, course_title(found), date(2026, 8, 1))
    assert words.cohort == "One patient: SYN-016."
    assert len(patient_course(found, words.alt).data) == 1 + len(found.events)


def test_a_pseudonym_is_found_whatever_its_case(reference: CohortStore) -> None:
    found = patient_record(reference, EVERYONE, "syn-020")
    assert (found.patient_id, found.in_view) == ("SYN-020", True)
