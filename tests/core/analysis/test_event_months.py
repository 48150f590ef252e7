"""Events month by month: every cell counted again in plain Python, the length of a column, and what is left out."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from math import ceil, inf
from typing import Any

import pytest

from core.analysis.event_months import month_map
from core.catalogue import current
from core.charts.event_months import event_months
from core.domain.event_months import MOST_ROWS, MonthResult, MonthSpec
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.stats.intervals import proportion
from core.store.cohort_store import CohortStore
from core.tables.event_months import event_months_table, short_event_months_table
from core.words.event_months import months_caption
from tests.building import followed, month, read

Make = Callable[..., CohortStore]


def asked(store: CohortStore, where: str = "", **more: Any) -> MonthResult:
    return month_map(store, CohortFilter.from_query(where), MonthSpec(**more))


def counted(people: list[dict[str, str]], by: str, happening: str, at: int) -> dict[str, int]:
    """Patients by kind of event in month `at` of treatment, out of the tables; columns of one month."""
    had: dict[str, set[str]] = defaultdict(set)
    still = {one["patient_id"] for one in people if followed(one["patient_id"]) > at - 1}
    for event in read("adverse_event"):
        first, end = max(1, ceil(float(event["onset_month"]))), month(event["end_month"])
        goes_on = first <= at and (inf if end is None else end) > at - 1
        if event["patient_id"] in still and (first == at or (goes_on and happening == "ongoing")):
            had[event[by]].add(event["patient_id"])
    return {kind: len(patients) for kind, patients in had.items()}


@pytest.mark.parametrize("by", ["term", "category"])
@pytest.mark.parametrize("happening", ["ongoing", "began"])
@pytest.mark.parametrize("where", ["", "sex=F"])
def test_every_cell_is_that_of_the_tables(reference: CohortStore, where: str, happening: str, by: str) -> None:
    result = asked(reference, where, by=by, happening=happening)
    people = [one for one in read("patient") if not where or one["sex"] == "F"]
    assert result.width == 1
    assert [column.first for column in result.columns] == list(
        range(1, ceil(max(followed(one["patient_id"]) for one in people)) + 1)
    )
    for at, column in enumerate(result.columns):
        assert column.followed == sum(followed(one["patient_id"]) > at for one in people)
        expected = counted(people, by, happening, column.first)
        assert {row.name: row.counts[at] for row in result.rows if row.counts[at]} == expected
        assert all(row.rates[at] == proportion(row.counts[at], column.followed, "clopper-pearson") for row in result.rows)


def cohort(make_store: Make, last: float, events: list[dict[str, Any]], **more: Any) -> CohortStore:
    """Four patients seen at month 0 and at the last one, with these events."""
    names = [f"p{at}" for at in range(4)]
    return make_store(
        patient=[{"patient_id": one, "sex": "F", **(more if one == "p3" else {})} for one in names],
        visit=[{"patient_id": one, "month": at, "salt": 50} for one in names for at in (0, last)],
        adverse_event=[{"grade": 1, "category": "", "end_month": ""} | event for event in events],
    )


@pytest.mark.parametrize(
    ("last", "spans"),
    [
        (9, [(at, at) for at in range(1, 10)]),
        (15, [(at, at) for at in range(1, 16)]),
        (15.5, [(1, 3), (4, 6), (7, 9), (10, 12), (13, 15), (16, 18)]),
        (60, [(at, at + 5) for at in range(1, 60, 6)]),
        (96, [(at, at + 11) for at in range(1, 96, 12)]),
    ],
)
def test_columns_are_as_wide_as_the_follow_up_is_long(make_store: Make, last: float, spans: list[tuple[int, int]]) -> None:
    result = asked(cohort(make_store, last, [{"patient_id": "p0", "term": "Acne", "onset_month": 0}]))
    assert [(column.first, column.last) for column in result.columns] == spans
    assert result.rows[0].counts == (1,) * len(spans)  # it goes on


def test_an_event_counts_from_its_onset_to_its_end_and_a_patient_once(make_store: Make) -> None:
    events = [
        {"patient_id": "p0", "term": "Acne", "onset_month": 1, "end_month": 3},
        {"patient_id": "p0", "term": "Acne", "onset_month": 2.5, "end_month": 4.1},
        {"patient_id": "p1", "term": "Acne", "onset_month": 1.1, "end_month": 1.1},
        {"patient_id": "p2", "term": "Acne", "onset_month": ""},
        {"patient_id": "p3", "term": "Acne", "onset_month": 5},
    ]
    store = cohort(make_store, 6, events, stop_month=3.5)
    ongoing, began = asked(store), asked(store, happening="began")
    assert [column.followed for column in ongoing.columns] == [4, 4, 4, 4, 3, 3]
    assert [row.counts for row in ongoing.rows] == [(1, 2, 1, 1, 1, 0)]
    assert [row.counts for row in began.rows] == [(1, 1, 1, 0, 0, 0)]
    assert (ongoing.rows[0].patients, ongoing.undated, ongoing.late) == (2, 1, 1)
    said = months_caption(current(), ongoing, date(2026, 8, 1)).note
    assert "1 event without a month of onset left out; 1 event begun in a later column than the patient was last" in said
    assert "Acne, month 2: 2/4, 50.0% (6.8–93.2%)" in said


def test_the_most_frequent_terms_are_shown_and_the_rest_is_said(make_store: Make) -> None:
    rare = [{"patient_id": "p0", "term": f"Term {at:02d}", "onset_month": 1} for at in range(MOST_ROWS + 4)]
    result = asked(cohort(make_store, 6, [*rare, {"patient_id": "p1", "term": "Term 23", "onset_month": 1}]))
    assert [row.name for row in result.rows] == ["Term 23", *(f"Term {at:02d}" for at in range(MOST_ROWS - 1))]
    said = months_caption(current(), result, date(2026, 8, 1)).note
    assert f"The most frequent {MOST_ROWS} of {MOST_ROWS + 4} terms are shown." in said


def test_a_category_that_is_not_recorded_is_a_row(make_store: Make) -> None:
    events = [{"patient_id": "p0", "term": "Odd", "onset_month": 1}]
    assert [row["Category"] for row in short_event_months_table(asked(cohort(make_store, 6, events), by="category"))] == [
        "Not categorised"
    ]


def test_table_and_chart_show_the_cells(reference: CohortStore) -> None:
    result = asked(reference)
    cells = [n for row in result.rows for n in row.counts]
    assert [row["Patients"] for row in event_months_table(result)] == cells
    parts = [
        [(text, shade) for pair in zip(part.text, part.z, strict=True) for text, shade in zip(*pair, strict=True)]
        for part in event_months(result, "").data[:2]
    ]
    assert all(not text for part in parts for text, shade in part if shade is None)  # or two inks lie on each other
    assert [sum(shade is not None for _, shade in cell) for cell in zip(*parts, strict=True)] == [1] * len(cells)
    told = ["".join(text for text, _ in cell) for cell in zip(*parts, strict=True)]
    assert [text.split("/")[0] for text in told] == [str(n) if n else "" for n in cells]


@pytest.mark.parametrize("where", ["age_years=119..", "aa_type=AM", ""])
@pytest.mark.parametrize("only", [(), ("severe",)])
def test_every_result_is_plain_and_can_be_told(reference: CohortStore, where: str, only: tuple) -> None:
    result = asked(reference, where, only=only)
    plain(result)
    assert result.rows or "Nobody in view had such an event" in months_caption(current(), result, date(2026, 8, 1)).note
