"""Every rule finds what it should and leaves the neighbour just inside its limit; the bundled cohort is checked by pandas."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from core.analysis.course_checks import course_checks
from core.catalogue import current
from core.domain.course_checks import MOST_LISTED, RULES, CourseResult
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.course_checks import findings_table, listed_rows, rules_table, short_rules_table
from core.words.course_checks import EVERY, NAMES, SENTENCES, UNITS, as_text, caption
from tests.building import REFERENCE

TODAY = date(2026, 8, 1)
EVERYONE = CohortFilter()
MakeStore = Callable[..., CohortStore]
Visits = list[tuple[Any, ...]]


def store_of(make_store: MakeStore, visits: Visits, events: Visits = (), **patient: Any) -> CohortStore:  # type: ignore[assignment]
    """One patient, a, with visits (month, score, brow) and events (term, onset, end)."""
    tables: dict[str, Any] = {
        "patient": [{"patient_id": "a", "sex": "F"} | patient],
        "visit": [dict(zip(("patient_id", "month", "salt", "clinro_eyebrow"), ("a", *one), strict=True)) for one in visits],
    }
    if events:
        names = ("patient_id", "term", "onset_month", "end_month")
        tables["adverse_event"] = [dict(zip(names, ("a", *one), strict=True)) for one in events]
    return make_store(**tables)


def counted(result: CourseResult, rule: str) -> tuple[int, int, int]:
    one = next(one for one in result.rules if one.rule == rule)
    return one.compared, one.found, one.patients


@pytest.mark.parametrize(
    ("rule", "visits", "expected"),
    [
        ("jump", [(0, 100, ""), (3.5, 29, "")], (1, 1, 1)),
        ("jump", [(0, 100, ""), (3.5, 30, "")], (1, 0, 0)),
        ("jump", [(0, 100, ""), (3.6, 0, "")], (0, 0, 0)),
        ("jump", [(0, 10, 3), (1, 10, ""), (2, 10, 0)], (3, 1, 1)),
        ("swing", [(0, 5, ""), (9, 95, "")], (1, 1, 1)),
        ("swing", [(0, 5, ""), (9, 94.9, "")], (1, 0, 0)),
        ("swing", [(0, 5.1, ""), (9, 100, "")], (0, 0, 0)),
        ("swing", [(0, 50, 0), (9, 50, 3)], (1, 1, 1)),
        ("unchanged", [(month, 40, "") for month in range(4)], (1, 1, 1)),
        ("unchanged", [(month, 40, "") for month in range(6)], (3, 1, 1)),
        ("unchanged", [(month, 40, "") for month in range(3)], (0, 0, 0)),
        ("unchanged", [(month, 100, 2) for month in range(6)], (0, 0, 0)),
        ("unchanged", [(0, 40, ""), (1, 40, ""), (2, "", 1), (3, 40, ""), (4, 40, "")], (1, 1, 1)),
        ("twice", [(0, 40, ""), (2.5, 30, ""), (3.4, 30, "")], (3, 1, 1)),
        ("twice", [(0, 40, ""), (2.4, 30, ""), (2.5, 30, "")], (3, 0, 0)),
        ("no score", [(0, 40, ""), (3, "", "")], (2, 1, 1)),
        ("no score", [(0, 40, ""), (3, "", 1)], (2, 0, 0)),
    ],
)
def test_a_rule_of_visits_draws_the_line_where_it_says(
    rule: str, visits: Visits, expected: tuple[int, int, int], make_store: MakeStore
) -> None:
    assert counted(course_checks(store_of(make_store, visits), EVERYONE), rule) == expected


@pytest.mark.parametrize(
    ("patient", "events", "rule", "expected"),
    [
        ({"stop_month": 5, "stop_reason": "cost"}, [], "after stop", (2, 1, 1)),
        ({"stop_month": 5.1, "stop_reason": "cost"}, [], "after stop", (2, 0, 0)),
        ({}, [], "after stop", (0, 0, 0)),
        ({"stop_month": 3, "stop_reason": "cost"}, [("Acne", 4.1, "")], "late event", (1, 1, 1)),
        ({"stop_month": 3, "stop_reason": "cost"}, [("Acne", 4, ""), ("Acne", "", "")], "late event", (1, 0, 0)),
        ({}, [("Acne", 7.2, "")], "late event", (1, 1, 1)),
        ({}, [("Acne", 7.1, "")], "late event", (1, 0, 0)),
        ({"stop_month": 5}, [], "half a stop", (1, 1, 1)),
        ({"stop_reason": "cost"}, [], "half a stop", (1, 1, 1)),
        ({"stop_month": 5, "stop_reason": "cost"}, [], "half a stop", (1, 0, 0)),
        ({}, [], "half a stop", (0, 0, 0)),
        ({"start_date": "2020-01-01"}, [], "future", (2, 0, 0)),
    ],
)
def test_a_rule_of_the_end_draws_the_line_where_it_says(
    patient: dict[str, Any], events: Visits, rule: str, expected: tuple[int, int, int], make_store: MakeStore
) -> None:
    store = store_of(make_store, [(0, 40, ""), (6.1, 40, "")], events, **patient)
    assert counted(course_checks(store, EVERYONE), rule) == expected


def test_a_visit_after_the_day_of_publishing_is_found(make_store: MakeStore) -> None:
    started = date.today().replace(day=1).isoformat()  # noqa: DTZ011
    store = store_of(make_store, [(0, 40, ""), (3, 40, "")], start_date=started)
    result = course_checks(store, EVERYONE)
    assert counted(result, "future") == (2, 1, 1)
    assert [one.month for one in result.rows] == [3.0]


def test_a_finding_says_who_when_and_against_what(make_store: MakeStore) -> None:
    store = store_of(make_store, [(0, 100, ""), (1, 2, ""), (9, 97, "")], [("Acne", 8, 9)], stop_month=4)
    result = course_checks(store, EVERYONE)
    said = {row["Rule"]: (row["Patient"], row["Month"], row["What was seen"]) for row in findings_table(result.rows)}
    assert said == {
        "Jump": ("a", 1.0, "SALT 100 at month 0, 2 at month 1"),
        "From none to all": ("a", 9.0, "SALT 2 at month 1, 97 at month 9"),
        "Visit after stopping": ("a", 9.0, "Stopped at month 4"),
        "Event after the end": ("a", 8.0, "Acne; last seen or stopped at month 4"),
        "Stop half recorded": ("a", 4.0, "Stopped at month 4 without a reason"),
    }
    assert result.patients == 1
    assert [one.rule for one in listed_rows(result, "jump")] == ["jump"]
    assert listed_rows(result, EVERY) == result.rows
    assert "5 of 9 rules found something, in 1/1 (100.0%) of the patients in view" in caption(current(), result, TODAY).note
    assert "a, month 1: Jump. SALT 100 at month 0, 2 at month 1" in as_text(current(), result, TODAY)
    plain(result)


def test_the_bundled_cohort_has_two_values_that_stay_the_same(reference: CohortStore) -> None:
    visits = pd.read_csv(REFERENCE / "visit.csv").sort_values(["patient_id", "month"])
    found = []
    for who, rows in visits.groupby("patient_id"):
        runs = (rows.salt != rows.salt.shift()).cumsum()
        for _, run in rows.groupby(runs):
            if len(run) >= 4 and 0 < run.salt.iloc[0] < 100:
                found.append((who, run.month.iloc[3], run.salt.iloc[0]))
    result = course_checks(reference, EVERYONE)
    assert [(one.patient_id, one.month, one.value) for one in result.rows] == found
    assert len(found) == 2
    steps = visits.assign(before=visits.groupby("patient_id").salt.shift(), gap=visits.groupby("patient_id").month.diff())
    assert counted(result, "twice")[0] == len(visits)
    assert counted(result, "jump")[1] == ((steps.salt - steps.before).abs() > 70).sum() == 0


def test_a_rule_that_finds_very_many_lists_some_and_counts_all(make_store: MakeStore) -> None:
    who = [f"p{at:03}" for at in range(MOST_LISTED + 20)]
    store = make_store(
        patient=[{"patient_id": one, "stop_month": 3} for one in who],
        visit=[{"patient_id": one, "month": month, "salt": ""} for one in who for month in (0, 1)],
    )
    result = course_checks(store, EVERYONE)
    assert counted(result, "half a stop") == (120, 120, 120)
    assert counted(result, "no score") == (240, 240, 120)
    assert len(result.rows) == 2 * MOST_LISTED
    assert "360 findings; the first 100 of each rule are listed." in caption(current(), result, TODAY, rows=True).note


def test_nobody_in_view_breaks_no_rule(reference: CohortStore) -> None:
    result = course_checks(reference, CohortFilter.from_query("age_years=119.."))
    assert ({one.compared for one in result.rules}, result.rows) == ({0}, ())
    assert "No rule found anything in 0 patients." in caption(current(), result, TODAY).note


def test_every_rule_has_words(reference: CohortStore) -> None:
    assert set(NAMES) == set(SENTENCES) == set(UNITS) == set(RULES)
    result = course_checks(reference, EVERYONE)
    assert [row["Rule"] for row in rules_table(result)] == [NAMES[rule] for rule in RULES]
    assert short_rules_table(result)[0]["Found"] == "2 of 521 values with enough before them"
