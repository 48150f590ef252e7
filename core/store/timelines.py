"""The patients of one page of timelines, their events, and when each first met the endpoint."""

from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.endpoint import Endpoint
from core.domain.events import Which
from core.domain.filters import CohortFilter
from core.domain.timelines import LANES, LaneOrder, TimelineSpec
from core.store.cohort_store import CohortStore, Row
from core.store.events import conditions, recorded
from core.store.expressions import evaluable, number, response
from core.store.parameters import Parameters, endpoint_parameters, endpoint_shape, filter_parameters
from core.store.schema import FOLLOWED, baseline
from core.store.texts import COHORT, table_named, text_of, text_over

ANY_MONTH = 0  # the endpoint may be met at any visit
PLACE = "place"


def lane_rows(store: CohortStore, cohort: CohortFilter, spec: TimelineSpec, columns: tuple[str, ...]) -> list[Row]:
    """The patients of one page in their order: number, months followed, these columns, last how many there are in all.

    Longest followed, earliest event or earliest response first, those without one last. Raises FilterError for a wrong filter.
    """
    kept_by = checked(store.catalogue, cohort)
    by_response = spec.order == "response"

    def build(kept: ir.Table) -> ir.Table:
        people = kept if spec.everyone and spec.order != "first event" else _with_first_event(kept, spec.only, spec.everyone)
        if by_response:
            people = people.left_join(first_responses(kept, spec.endpoint), "patient_no", rname="responder_{name}")
        ordered = (_key(people, spec.order), people.patient_no)
        ranked = people.mutate(**{PLACE: ibis.row_number().over(order_by=ordered), "total": ibis._.count().over(ibis.window())})
        mine = ranked.filter(ranked[PLACE] >= number("first_lane"), ranked[PLACE] < number("end_lane"))
        return mine.order_by(PLACE).select("patient_no", FOLLOWED, *columns, "total")

    shape = ("lanes", spec.only, spec.order, spec.everyone, endpoint_shape(spec.endpoint, ANY_MONTH), columns)
    given: Parameters = {"first_lane": (spec.page - 1) * LANES, "end_lane": spec.page * LANES}
    given |= _thresholds(spec.endpoint) if by_response else {}
    return store.rows(text_over(store, kept_by, shape, build), given | filter_parameters(kept_by))


def lane_events(store: CohortStore, lanes: list[int], only: tuple[Which, ...]) -> list[Row]:
    """Number, term, category, grade, onset and end of the events of at most LANES patients, by patient and onset."""

    def build() -> ir.Table:
        events = recorded()
        mine = events.filter(_of_lanes(events), conditions(events, only))
        listed = mine.select("patient_no", "term", "category", "grade", "onset_month", "end_month")
        return listed.order_by("patient_no", "onset_month", "term", "end_month")

    return store.rows(text_of(store, ("lane events", only), build), _lane_parameters(lanes))


def lane_responses(store: CohortStore, lanes: list[int], endpoint: Endpoint) -> dict[int, float]:
    """The month of the first response of at most LANES patients, of those that had one, by number."""

    def build() -> ir.Table:
        cohort = table_named(store, COHORT)
        return first_responses(cohort.filter(_of_lanes(cohort)), endpoint)

    shape = ("lane responses", endpoint_shape(endpoint, ANY_MONTH))
    return dict(store.rows(text_of(store, shape, build), _lane_parameters(lanes) | _thresholds(endpoint)))


def first_responses(patients: ir.Table, endpoint: Endpoint) -> ir.Table:
    """`patient_no` and `responded`: the month of the first visit after month 0 at which the endpoint is met, of those patients
    who have such a visit."""
    visits = ibis.table({"patient_no": "int64", "month": "float64", endpoint.measure: "float64"}, name="visit")
    after = visits.filter(visits.month > 0)
    seen = patients.select("patient_no", start=baseline(endpoint.measure)).inner_join(after, "patient_no")
    met = response(endpoint, seen["start"])(seen[endpoint.measure])
    if endpoint.needs_baseline:
        met &= evaluable(endpoint, seen["start"])
    return seen.filter(met).group_by("patient_no").aggregate(responded=ibis._.month.min())


def _with_first_event(kept: ir.Table, only: tuple[Which, ...], everyone: bool) -> ir.Table:
    events = recorded()
    first = events.filter(conditions(events, only)).group_by("patient_no").aggregate(onset=ibis._.onset_month.min())
    return kept.join(first, "patient_no", how="left" if everyone else "inner", rname="event_{name}")


def _key(people: ir.Table, order: LaneOrder) -> Any:
    if order == "follow-up":
        return people[FOLLOWED].desc(nulls_first=False)
    return people["onset" if order == "first event" else "responded"].asc(nulls_first=False)


def _of_lanes(table: ir.Table) -> Any:
    return table.patient_no.isin([number(f"lane_{place}").cast("int64") for place in range(LANES)])


def _lane_parameters(lanes: list[int]) -> Parameters:
    """The patients by number; spare places repeat the last."""
    return {f"lane_{place}": lanes[min(place, len(lanes) - 1)] for place in range(LANES)}


def _thresholds(endpoint: Endpoint) -> Parameters:
    return {name: value for name, value in endpoint_parameters(endpoint, 0.0).items() if name != "visit_window"}
