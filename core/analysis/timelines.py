"""Timelines of the patients in view: only those of the page asked for are read."""

from collections import defaultdict
from dataclasses import replace

from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import variable
from core.domain.filters import CohortFilter
from core.domain.timelines import Lane, LaneEvent, TimelineResult, TimelineSpec
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore, Row
from core.store.distributions import patients_in_view
from core.store.timelines import lane_events, lane_responses, lane_rows

COLUMNS = ("patient_id", "dose_mg", "stop_month", "stop_reason")


def timelines(store: CohortStore, cohort: CohortFilter, spec: TimelineSpec) -> TimelineResult:
    """One page of lanes; a page past the last gives the first. Raises FilterError where it cannot be asked."""
    cohort = recorded(store, cohort, "adverse_event")
    rows = lane_rows(store, cohort, spec, COLUMNS)
    if not rows and spec.page > 1:
        return timelines(store, cohort, replace(spec, page=1))
    numbers = [row[0] for row in rows]
    responded = lane_responses(store, numbers, spec.endpoint) if numbers else {}
    events: dict[int, list[Row]] = defaultdict(list)
    for number, *event in lane_events(store, numbers, spec.only) if numbers else []:
        events[number].append(tuple(event))
    dose, reason = (variable(store.catalogue, name) for name in ("dose_mg", "stop_reason"))
    return TimelineResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, patients_in_view(store, cohort)),
        total=rows[0][-1] if rows else 0,
        lanes=tuple(_lane(row, responded.get(row[0]), events[row[0]], (dose, reason)) for row in rows),
    )


def _lane(row: Row, responded: float | None, events: list[Row], said: tuple[Variable, Variable]) -> Lane:
    _, followed, patient, dose, stopped, reason, _ = row
    return Lane(
        patient=patient,
        dose=_label(said[0], dose),
        followed=followed,
        stopped=stopped,
        reason=_label(said[1], reason),
        response=responded,
        events=tuple(_event(event, followed or 0.0) for event in events if event[3] is not None),
        undated=sum(event[3] is None for event in events),
    )


def _event(event: Row, followed: float) -> LaneEvent:
    term, category, grade, onset, end = event
    until = max(onset, followed) if end is None else end
    return LaneEvent(term=term, category=category or "", grade=grade, onset=onset, end=end, until=until)


def _label(chosen: Variable, stored: str | None) -> str:
    return "" if stored is None else f"{chosen.label_of(stored)} {chosen.unit}".strip()
