"""Cumulative incidence of first events: who is at risk until when, from the tables."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.analysis.events import adverse_events
from core.analysis.incidence import incidence
from core.catalogue import current
from core.domain.errors import RequestError
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.incidence import IncidenceResult, IncidenceSpec
from core.domain.rates import Grouping
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.incidence import incidence_table
from core.words.incidence import curve_words, incidence_caption


def asked(store: CohortStore, where: str = "", **more: Any) -> IncidenceResult:
    return incidence(store, CohortFilter.from_query(where), IncidenceSpec(**more))


@pytest.mark.parametrize("where", ["", "sex=F"])
def test_as_many_have_a_first_event_as_the_table_counts(reference: CohortStore, where: str) -> None:
    table = adverse_events(reference, CohortFilter.from_query(where), EventSpec())
    sets = {one.label: one.key for one in current().special_events}
    for row in table.rows:
        category = sets[row.category] if row.kind == "special" else row.category
        (curve,) = asked(reference, where, kind=row.kind, category=category, term=row.term).curves
        assert sum(step.events for step in curve.steps) == row.overall.patients
        assert curve.n == table.everyone.n


def test_each_patient_leaves_once_at_the_first_of_event_stop_and_last_record(make_store: Callable[..., CohortStore]) -> None:
    patients = [
        {"patient_id": "had"},
        {"patient_id": "left", "stop_month": 3, "stop_reason": "other"},
        {"patient_id": "later", "stop_month": 2, "stop_reason": "other"},
        {"patient_id": "undated"},
        {"patient_id": "seen"},
    ]
    visits = [{"patient_id": one["patient_id"], "month": month, "salt": 50} for one in patients for month in (0, 6)]
    events = [
        {"patient_id": "had", "term": "Acne", "onset_month": 4},
        {"patient_id": "had", "term": "Acne", "onset_month": 5},
        {"patient_id": "later", "term": "Acne", "onset_month": 2.5},
        {"patient_id": "undated", "term": "Acne", "onset_month": ""},
    ]
    store = make_store(patient=patients, visit=visits, adverse_event=events)
    (curve,) = asked(store).curves
    found = [(step.month, step.at_risk, step.events, step.stops) for step in curve.steps]
    assert found == [(2, 4, 0, 1), (3, 3, 0, 1), (4, 2, 1, 0)]
    assert [step.value for step in curve.steps] == pytest.approx([0, 0, 0.25])  # 1 of 4, half of whom had left
    assert (curve.n, curve.late, curve.undated, curve.treated.n, curve.at_risk(5)) == (4, 1, 1, 5, 1)
    (alone,) = asked(store, competing=False).curves
    assert [(step.month, step.value) for step in alone.steps] == [(4, pytest.approx(0.5))]
    said = incidence_caption(current(), asked(store), date(2026, 8, 1)).note
    assert "1 patient left out, whose event has no month of onset" in said
    assert "1 patient whose first event came after stopping treatment, taken as stopped" in said


def test_whoever_was_never_followed_is_left_out_and_said(make_store: Callable[..., CohortStore]) -> None:
    store = make_store(
        patient=[{"patient_id": "seen"}, {"patient_id": "never"}],
        visit=[{"patient_id": "seen", "month": 0, "salt": 50}],
        adverse_event=[{"patient_id": "seen", "term": "Acne", "onset_month": 0}],
    )
    result = asked(store)
    assert (result.curves[0].n, result.curves[0].not_followed) == (1, 1)
    assert "1 patient left out, without any record of time." in incidence_caption(current(), result, date(2026, 8, 1)).note


def test_without_an_event_yet_there_are_no_limits(reference: CohortStore) -> None:
    (curve,) = asked(reference, "sex=F", kind="special", category="liver").curves
    assert all(step.low is step.high is None for step in curve.steps)
    assert curve_words(curve) == "All in view (n = 45): 0 had one"


def test_groups_have_curves_of_their_own(reference: CohortStore) -> None:
    result = asked(reference, by=Grouping("sex"))
    assert [(one.treated.levels[0].label, one.n) for one in result.curves] == [("Female", 45), ("Male", 41)]
    plain(result)
    assert len(incidence_table(result)) == sum(len(one.steps) for one in result.curves)


def test_a_set_there_is_not_is_refused(reference: CohortStore) -> None:
    with pytest.raises(RequestError, match="no set of events 'x'"):
        asked(reference, kind="special", category="x")


def test_nobody_has_no_curve(reference: CohortStore) -> None:
    plain(asked(reference, "age_years=119.."))
