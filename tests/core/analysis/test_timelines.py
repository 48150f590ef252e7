"""Timelines: every lane is that of the tables, in the order asked for, and only a page of them at a time."""

from collections.abc import Callable
from datetime import date
from functools import cache
from math import inf
from typing import Any

import pytest

from core.analysis.timelines import timelines
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.charts.timelines import timelines as chart
from core.domain.filters import CohortFilter
from core.domain.timelines import LANES, TimelineResult, TimelineSpec
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.timelines import timelines_table
from core.words.timelines import lane_text, timelines_caption
from tests.building import followed, month, read

Make = Callable[..., CohortStore]


def asked(store: CohortStore, where: str = "", key: str = "salt20", **more: Any) -> TimelineResult:
    return timelines(store, CohortFilter.from_query(where), TimelineSpec(endpoint=endpoint(current(), key), **more))


@cache
def events_of(patient: str) -> list[dict[str, str]]:
    return [row for row in read("adverse_event") if row["patient_id"] == patient]


def responses() -> dict[str, float]:
    met = [row for row in read("visit") if float(row["month"]) > 0 and row["salt"] and float(row["salt"]) <= 20]
    return {row["patient_id"]: float(row["month"]) for row in sorted(met, key=lambda row: -float(row["month"]))}


@pytest.mark.parametrize("everyone", [True, False])
@pytest.mark.parametrize("order", ["follow-up", "first event", "response"])
@pytest.mark.parametrize("where", ["", "sex=F"])
def test_every_lane_is_that_of_the_tables_in_the_order_asked_for(
    reference: CohortStore, where: str, order: str, everyone: bool
) -> None:
    met = responses()
    people = [one for one in read("patient") if (not where or one["sex"] == "F")]
    people = [one for one in people if everyone or events_of(one["patient_id"])]
    onsets = {one["patient_id"]: [float(row["onset_month"]) for row in events_of(one["patient_id"])] for one in people}
    keys: dict[str, Callable[[dict[str, str]], float]] = {
        "follow-up": lambda one: -followed(one["patient_id"]),
        "first event": lambda one: min(onsets[one["patient_id"]], default=inf),
        "response": lambda one: met.get(one["patient_id"], inf),
    }
    expected = sorted(people, key=keys[order])
    pages = [
        asked(reference, where, order=order, everyone=everyone, page=at + 1) for at in range((len(people) - 1) // LANES + 1)
    ]
    lanes = [lane for page in pages for lane in page.lanes]
    assert [lane.patient for lane in lanes] == [one["patient_id"] for one in expected]
    assert {page.total for page in pages} == {len(people)}
    assert pages[-1].last == len(people)
    for lane, one in zip(lanes, expected, strict=True):
        mine = events_of(lane.patient)
        assert (lane.followed, lane.stopped) == (followed(lane.patient), month(one["stop_month"]))
        assert lane.response == met.get(lane.patient)
        assert lane.dose == f"{one['dose_mg']} mg/day"
        assert [(e.term, e.grade, e.onset, e.end) for e in lane.events] == sorted(
            ((e["term"], int(e["grade"]), float(e["onset_month"]), month(e["end_month"])) for e in mine),
            key=lambda e: (e[2], e[0]),
        )


def small(make_store: Make, n: int = 5) -> CohortStore:
    patients: list[dict[str, Any]] = [{"patient_id": f"p{at:02d}", "sex": "F"} for at in range(n)]
    patients[1] |= {"stop_month": 4, "stop_reason": "cost"}
    visits = [{"patient_id": f"p{at:02d}", "month": m, "salt": 80 - 10 * m * (at == 2)} for at in range(n) for m in (0, 3, 6)]
    given = [("p00", 2, 5, 1), ("p00", 1, "", 3), ("p01", 5, "", ""), ("p01", "", "", 2), ("p03", "", "", 1)]
    events = [
        {"patient_id": one, "term": "Acne", "onset_month": on, "end_month": end, "grade": g, "serious": 0}
        for one, on, end, g in given
    ]
    return make_store(patient=patients, visit=visits, adverse_event=events)


def test_a_line_goes_to_the_end_of_its_event_else_to_the_end_of_the_lane(make_store: Make) -> None:
    lanes = {lane.patient: lane for lane in asked(small(make_store)).lanes}
    assert set(lanes) == {"p00", "p01", "p03"}
    assert [(e.onset, e.end, e.until) for e in lanes["p00"].events] == [(1, None, 6), (2, 5, 5)]
    assert [(e.onset, e.until) for e in lanes["p01"].events] == [(5, 5)]  # begun after the stop in month 4
    assert (lanes["p01"].followed, lanes["p01"].undated, lanes["p03"].undated) == (4, 1, 1)
    assert lane_text(lanes["p01"]) == "stopped: cost, 1 event without onset"
    assert lanes["p03"].events == ()


def test_response_is_the_first_visit_at_which_the_endpoint_is_met(make_store: Make) -> None:
    store = small(make_store)
    met = {lane.patient: lane.response for lane in asked(store, everyone=True).lanes}
    assert met == {"p00": None, "p01": None, "p02": 6, "p03": None, "p04": None}
    assert asked(store, key="salt50", everyone=True, order="response").lanes[0].response == 6  # 80 to 50 at month 3 is 38%
    assert asked(store, key="salt<=50", everyone=True, order="response").lanes[0].response == 3


def test_only_events_that_count_make_a_lane(make_store: Make) -> None:
    result = asked(small(make_store), only=("severe",))
    assert [lane.patient for lane in result.lanes] == ["p00"]
    assert [e.grade for e in result.lanes[0].events] == [3]
    assert not asked(small(make_store), only=("serious",)).lanes


def test_lanes_come_in_pages_and_a_page_past_the_last_gives_the_first(make_store: Make) -> None:
    store = small(make_store, n=LANES + 3)
    second, lost = (asked(store, everyone=True, page=page) for page in (2, 9))
    assert (second.first, second.last, second.total, len(second.lanes)) == (LANES + 1, LANES + 3, LANES + 3, 3)
    assert (lost.spec.page, lost.first, len(lost.lanes)) == (1, 1, LANES)
    said = timelines_caption(current(), second, date(2026, 8, 1))
    assert f"Patients {LANES + 1}–{LANES + 3} of {LANES + 3}, everyone treated; longest follow-up first." in said.note
    said = timelines_caption(current(), asked(store), date(2026, 8, 1))
    assert "On this page 5 events, 2 of them without a month of onset and not drawn; 1 of 3 stopped; 0 of 3" in said.note


def test_the_table_has_a_row_an_event_and_one_for_a_patient_without(make_store: Make) -> None:
    result = asked(small(make_store), everyone=True)
    table = timelines_table(result)
    assert len(table) == sum(max(1, len(lane.events)) for lane in result.lanes) == 6
    assert [row["Term"] for row in table if row["Patient"] == "p04"] == [None]


def test_the_chart_draws_each_event_once_at_its_onset(reference: CohortStore) -> None:
    result = asked(reference)
    marks = [trace for trace in chart(result, "").data if str(trace.name).startswith("Grade")]
    assert sorted(x for trace in marks for x in trace.x) == sorted(e.onset for lane in result.lanes for e in lane.events)


def test_nobody_has_no_lane(reference: CohortStore) -> None:
    result = asked(reference, "age_years=119..")
    assert (result.lanes, result.total, result.first, result.last) == ((), 0, 0, 0)
    plain(result)
    assert "No patients" in timelines_caption(current(), result, date(2026, 8, 1)).note
