"""The events behind a cell of the months and behind a combination: of as many patients as the mark counts."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest

from core.analysis import event_listing
from core.analysis.event_combinations import combinations
from core.analysis.event_listing import combination_listing, month_listing
from core.analysis.event_months import month_map
from core.catalogue import current
from core.charts.event_combinations import event_combinations
from core.charts.event_months import event_months
from core.domain.event_combinations import CombinationSpec
from core.domain.event_listing import Listed
from core.domain.event_months import MonthCell, MonthResult, MonthSpec
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.tables.event_listing import event_listing_table
from core.tables.event_months import place_of, short_event_months_table
from core.words.event_listing import combination_listing_caption, month_listing_caption, nobody_then
from core.words.event_names import category_label

Make = Callable[..., CohortStore]
TODAY = date(2026, 8, 1)


def patients(found: Listed) -> set[object]:
    return {row["Patient"] for row in event_listing_table(found)}


def cells(result: MonthResult) -> list[MonthCell]:
    found = [result.cell(place) for place in range(len(result.rows) * len(result.columns))]
    return [one for one in found if one is not None]


def months(store: CohortStore, where: str = "", **more: Any) -> MonthResult:
    return month_map(store, CohortFilter.from_query(where), MonthSpec(**more))


def check_cells(store: CohortStore, result: MonthResult) -> None:
    for cell in cells(result):
        found = month_listing(store, result, cell).events
        table = event_listing_table(found)
        assert len(patients(found)) == cell.patients
        assert found.total == len(table)
        heading = "Term" if result.spec.by == "term" else "Category"
        assert {row.get(heading) or "" for row in table} <= {cell.row.name}


@pytest.mark.parametrize("by", ["term", "category"])
@pytest.mark.parametrize("happening", ["ongoing", "began"])
@pytest.mark.parametrize("where", ["", "sex=F"])
def test_every_cell_lists_the_patients_it_counts(reference: CohortStore, where: str, happening: str, by: str) -> None:
    check_cells(reference, months(reference, where, by=by, happening=happening))


@pytest.mark.parametrize("last", [9, 22, 60])
@pytest.mark.parametrize("happening", ["ongoing", "began"])
def test_however_long_a_column_is_and_whatever_is_not_on_record(make_store: Make, happening: str, last: int) -> None:
    draw, names = Random(last), [f"p{at:02d}" for at in range(12)]
    times = ["", 0, *(draw.choice([at, at + 0.5]) for at in range(1, last + 3))]
    events = [
        {
            "patient_id": draw.choice(names[:-1]),
            "term": draw.choice(["Acne", "Boil"]),
            "category": draw.choice(["Skin", ""]),
            "grade": 1,
            "onset_month": (onset := draw.choice(times)),
            "end_month": "" if onset == "" else draw.choice(["", onset, float(onset) + draw.choice([0.4, 1, 7])]),
        }
        for _ in range(60)
    ]
    store = make_store(
        patient=[
            {"patient_id": one, "sex": "F", "stop_month": draw.choice(["", last / 2]) if one != "p11" else ""} for one in names
        ],
        visit=[{"patient_id": one, "month": at, "salt": 50} for one in names for at in (0, last) if one != "p10" or not at],
        adverse_event=events,
    )
    for by in ("term", "category"):
        check_cells(store, months(store, by=by, happening=happening))


def test_the_caption_of_a_cell_says_when_and_out_of_whom(reference: CohortStore) -> None:
    result = months(reference)
    chosen = next(one for one in cells(result) if one.row.name == "Acne" and one.column.first == 6)
    words = month_listing_caption(current(), month_listing(reference, result, chosen), TODAY)
    assert words.heading == "Who had it: Acne, going on in month 6"
    assert words.note == "1 patient in view, 1 event; 82 were followed then."
    empty = next(one for one in cells(result) if not one.patients)
    assert nobody_then(result, empty) == "Who had it: Acne, going on in month 3: nobody of 85 patients then followed."
    assert result.cell(-1) is None
    assert result.cell(len(cells(result))) is None


def test_the_place_of_a_frame_in_the_chart_is_that_of_its_cell(reference: CohortStore) -> None:
    result = months(reference)
    frames = event_months(result, "").data[-1]
    for (place, said), x, base in zip(frames.customdata, frames.x, frames.base, strict=True):
        cell = result.cell(place)
        assert cell == MonthCell(
            row=result.rows[round(base)], column=result.columns[x], patients=result.rows[round(base)].counts[x]
        )
        assert said.startswith(f"{cell.row.name}, month {cell.column.first}: {cell.patients}/{cell.column.followed}")


@pytest.mark.parametrize("last", [9, 22])
def test_a_cell_of_the_table_stands_for_that_of_the_chart(make_store: Make, last: int) -> None:
    result = months(
        make_store(
            patient=[{"patient_id": one, "sex": "F"} for one in ("p0", "p1")],
            visit=[{"patient_id": one, "month": at, "salt": 50} for one in ("p0", "p1") for at in (0, last)],
            adverse_event=[
                {"patient_id": "p0", "term": term, "category": "", "grade": 1, "onset_month": 1} for term in ("Acne", "Boil")
            ],
        )
    )
    for y, row in enumerate(short_event_months_table(result)):
        assert (place_of(result, y, "Term"), place_of(result, y, "Patients")) == (None, None)
        chosen = [result.cell(place) for heading in row if (place := place_of(result, y, heading)) is not None]
        assert chosen == cells(result)[y * len(result.columns) : (y + 1) * len(result.columns)]


@pytest.mark.parametrize("by", ["term", "category", "special"])
@pytest.mark.parametrize("where", ["", "sex=F"])
@pytest.mark.parametrize("only", [(), ("related",)])
def test_every_combination_lists_the_patients_it_counts(reference: CohortStore, where: str, by: str, only: tuple) -> None:
    result = combinations(reference, CohortFilter.from_query(where), CombinationSpec(only=only, by=by))
    assert result.combinations
    for one in result.combinations:
        found = combination_listing(reference, result, one).events
        assert len(patients(found)) == one.patients
        if by != "special":
            kinds = [(row["Patient"], row["Term" if by == "term" else "Category"]) for row in event_listing_table(found)]
            assert all({kind for who, kind in kinds if who == patient} == set(one.members) for patient in patients(found))


def test_only_events_of_the_kinds_are_listed_and_only_of_patients_with_no_other_kind(make_store: Make) -> None:
    had = {"p0": ("Acne", "Odd"), "p1": ("Acne", "Herpes zoster", "Herpes zoster", "Odd"), "p2": ("Odd",)}
    store = make_store(
        patient=[{"patient_id": one, "sex": "F"} for one in had],
        visit=[{"patient_id": one, "month": 0, "salt": 50} for one in had],
        adverse_event=[
            {"patient_id": one, "term": term, "category": "", "grade": 1, "onset_month": at}
            for one, terms in had.items()
            for at, term in enumerate(terms)
        ],
    )
    result = combinations(store, CohortFilter(), CombinationSpec(by="special"))
    listed = {
        one.members: [
            (row["Patient"], row["Term"]) for row in event_listing_table(combination_listing(store, result, one).events)
        ]
        for one in result.combinations
    }
    assert listed == {
        ("Acne",): [("p0", "Acne")],
        ("Acne", "Herpes zoster"): [("p1", "Acne"), ("p1", "Herpes zoster"), ("p1", "Herpes zoster")],
    }
    by_category = combinations(store, CohortFilter(), CombinationSpec(by="category"))
    assert category_label(by_category.combinations[0].members[0]) == "Not categorised"
    assert len(patients(combination_listing(store, by_category, by_category.combinations[0]).events)) == 3


def test_a_list_that_is_cut_says_so(reference: CohortStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_listing, "LISTED", 3)
    result = combinations(reference, CohortFilter(), CombinationSpec())
    found = combination_listing(reference, result, result.combinations[0])
    words = combination_listing_caption(current(), found, TODAY)
    assert len(found.events.rows) == 3
    assert words.heading == "Who had it: eGFR decline alone"
    assert words.note == "15 patients in view, 15 events; the first 3 are listed."


def test_bars_and_dots_of_a_combination_lead_to_it(reference: CohortStore) -> None:
    result = combinations(reference, CohortFilter(), CombinationSpec())
    bars, faint, _, dots = event_combinations(result, "").data
    for trace in (bars, faint, dots):
        assert all(place == x for (place, _), x in zip(trace.customdata, trace.x, strict=True))
