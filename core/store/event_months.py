"""Patients with events by month of treatment, as counts."""

from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.event_months import MonthSpec
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.store.events import conditions, recorded
from core.store.parameters import filter_parameters
from core.store.schema import FOLLOWED
from core.store.texts import text_over


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """One term or category: how many patients had it in any column, and in each."""

    name: str
    patients: int
    counts: tuple[int, ...]


def followed_months(store: CohortStore, cohort: CohortFilter) -> dict[int | None, int]:
    """How many patients were last followed in which month of treatment (1 is the first), None without any record of time.

    Raises FilterError for a wrong filter.
    """
    kept_by = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        known = ibis.cases((kept[FOLLOWED].notnull(), column_of(kept[FOLLOWED], 1)))
        return kept.group_by(month=known).aggregate(n=ibis._.count())

    return dict(store.rows(text_over(store, kept_by, ("followed months",), build), filter_parameters(kept_by)))


def event_months(store: CohortStore, cohort: CohortFilter, spec: MonthSpec, shape: tuple[int, int]) -> list[MonthCounts]:
    """One row a term or category that somebody in view had while followed. `shape` is how many months a column spans and how
    many columns there are, at most 62. Raises FilterError for a wrong filter."""
    kept_by, columns = checked(store.catalogue, cohort), shape[1]

    def build(kept: ir.Table) -> ir.Table:
        had = _had(kept, spec)
        seen = had.filter(seen_in(had, shape[0])).select("patient_no", name=ibis._[spec.by], mask=_bits(had, spec, shape))
        by_patient = seen.group_by("patient_no", "name").aggregate(mask=seen["mask"].bit_or())
        counts = {f"column_{at}": ((by_patient["mask"] >> at) & 1).sum() for at in range(columns)}
        return by_patient.group_by("name").aggregate(patients=ibis._.count(), **counts)

    asked = ("event months", spec.only, spec.by, spec.happening, shape)
    rows = store.rows(text_over(store, kept_by, asked, build), filter_parameters(kept_by))
    return [MonthCounts(name or "", patients, tuple(map(int, counts))) for name, patients, *counts in rows]


def events_in_no_month(store: CohortStore, cohort: CohortFilter, spec: MonthSpec, width: int) -> tuple[int, int]:
    """How many events have no month of onset, and how many began in a later column than the last the patient was followed in.

    Raises FilterError for a wrong filter.
    """
    kept_by = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        had = _had(kept, spec)
        dated = had.onset_month.notnull()
        return had.aggregate(undated=(~dated).sum(), late=(dated & ~seen_in(had, width)).sum())

    text = text_over(store, kept_by, ("events in no month", spec.only, width), build)
    undated, late = store.rows(text, filter_parameters(kept_by))[0]
    return int(undated or 0), int(late or 0)


def _had(kept: ir.Table, spec: MonthSpec) -> ir.Table:
    events = recorded()
    return kept.select("patient_no", FOLLOWED).inner_join(events.filter(conditions(events, spec.only)), "patient_no")


def seen_in(had: ir.Table, width: Any) -> Any:
    """True for events that began while the patient was followed; never unknown."""
    known = had.onset_month.notnull() & had[FOLLOWED].notnull()
    return known & (column_of(had.onset_month, width) <= column_of(had[FOLLOWED], width))


def column_of(month: Any, width: Any) -> Any:
    """The column a known month since the first dose lies in, the first is 1: of `width` months each, the last included."""
    return ibis.greatest((month / width).ceil().cast("int32"), 1)


def _bits(had: ir.Table, spec: MonthSpec, shape: tuple[int, int]) -> Any:
    """The columns in which an event began or was going on, as bits of a number: the first column is the lowest bit."""
    width, columns = shape
    first = column_of(had.onset_month, width)
    if spec.happening == "began":
        return _bit(first - 1)
    end = column_of(had.end_month.fill_null(width * columns), width)
    return _bit(ibis.greatest(first, ibis.least(end, column_of(had[FOLLOWED], width)))) - _bit(first - 1)


def _bit(place: Any) -> Any:
    return ibis.literal(1).cast("int64") << place.cast("int64")
