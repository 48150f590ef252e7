"""The events themselves, of the patients in view and of one kind, one a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.events import Kind, Which
from core.domain.filters import CohortFilter
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore, Row
from core.store.events import conditions, sets_of_special_interest
from core.store.expressions import text
from core.store.parameters import Parameters, Shape, filter_parameters
from core.store.texts import text_over

TYPES = {"number": "float64", "integer": "int32", "flag": "boolean", "date": "date"}


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """Which events: those that meet all of `only`, of a kind; `category` is the key of a set of special interest where the
    kind is "special", "" for events without one."""

    only: tuple[Which, ...]
    kind: Kind
    category: str
    term: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events to list: those that `mine` leaves of the patients kept and all events. `shape` is what decides the text of
    that condition, `given` are the values it compares with."""

    shape: Shape
    given: Parameters
    mine: Callable[[ir.Table, ir.Table], ir.Table]


def events_of_kind(asked: EventsAsked) -> Wanted:
    """The events of a kind."""

    def mine(_kept: ir.Table, events: ir.Table) -> ir.Table:
        return events.filter(conditions(events, asked.only), of_kind(events, asked.kind))

    return Wanted(("event rows", asked.only, asked.kind), kind_parameters(asked), mine)


def wanted_rows(
    store: CohortStore, cohort: CohortFilter, wanted: Wanted, patient: tuple[Variable, ...], most: int
) -> list[Row]:
    """The first events by pseudonym, onset and term: these variables of the patient, then all of the event but the pseudonym;
    last in each row how many there are in all. Raises FilterError for a wrong filter."""
    kept_by = checked(store.catalogue, cohort)
    own = [one for one in store.catalogue.table("adverse_event") if one.name != "patient_id"]

    def build(kept: ir.Table) -> ir.Table:
        types = {"patient_no": "int64"} | {one.name: TYPES.get(one.kind, "string") for one in own}
        events = wanted.mine(kept, ibis.table(types, name="adverse_event"))
        found = kept.inner_join(events, "patient_no")
        columns = {one.name: kept[one.name] for one in patient} | {f"event_{one.name}": events[one.name] for one in own}
        order = (kept["patient_no"], events["onset_month"], events["term"])
        return found.order_by(*order).select(**columns, total=ibis._.count().over(ibis.window())).limit(most)

    shape = (*wanted.shape, tuple(one.name for one in patient), most)
    return store.rows(text_over(store, kept_by, shape, build), filter_parameters(kept_by) | wanted.given)


_PARTS: dict[Kind, tuple[str, ...]] = {
    "any": (),
    "category": ("category",),
    "term": ("category", "term"),
    "special": ("category",),
}


def kind_parameters(asked: EventsAsked) -> Parameters:
    """The values that `of_kind` compares with."""
    given: Parameters = {"category": asked.category, "term": asked.term}
    return {name: given[name] for name in _PARTS[asked.kind]}


def of_kind(events: ir.Table, kind: Kind) -> Any:
    """True for the events of a kind; which category, term or set is a parameter of the query."""
    if kind == "any":
        return ibis.literal(True)
    if kind == "special":
        sets = sets_of_special_interest()
        mine = (sets.special == text("category")) & (sets.term == events.term)
        return sets.filter(mine & sets.category.identical_to(events.category)).count() > 0
    same = events.category.coalesce("") == text("category")
    return same & (events.term == text("term")) if kind == "term" else same
