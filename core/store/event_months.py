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
    """One term or category: how many patients had it while followed, in any column and in each.

    `undated` are events without a month of onset, `late` those that began in a later column than the last the patient was
    followed in; they stand in no column.
    """

    name: str
    patients: int
    undated: int
    late: int
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
    """One row a term or category that somebody in view had. `shape` is how many months a column spans and how many columns
    there are, at most 62. Raises FilterError for a wrong filter."""
    kept_by, (width, columns) = checked(store.catalogue, cohort), shape

    def build(kept: ir.Table) -> ir.Table:
        events = recorded()
        mine = events.filter(conditions(events, spec.only))
        begun = mine.mutate(first=_known_column(mine.onset_month, width))
        had = kept.select("patient_no", last=_known_column(kept[FOLLOWED], width)).inner_join(begun, "patient_no")
        dated, seen = had["first"].notnull(), had["first"] <= had["last"]
        by_patient = had.group_by("patient_no", name=had[spec.by]).aggregate(
            mask=ibis.cases((seen, _bits(had, spec, shape))).bit_or(),
            undated=ibis._.count(where=~dated),
            late=ibis._.count(where=dated & ~seen.fill_null(False)),
        )
        mask = by_patient["mask"]
        counts = {f"column_{at}": ((mask >> at) & 1).sum() for at in range(columns)}
        sums = {"undated": by_patient["undated"].sum(), "late": by_patient["late"].sum()}
        return by_patient.group_by("name").aggregate(patients=mask.count(), **sums, **counts)

    asked = ("event months", spec.only, spec.by, spec.happening, shape)
    rows = store.rows(text_over(store, kept_by, asked, build), filter_parameters(kept_by))
    return [
        MonthCounts(name or "", patients, int(undated), int(late), tuple(int(n or 0) for n in counts))
        for name, patients, undated, late, *counts in rows
    ]


def seen_in(had: ir.Table, width: Any) -> Any:
    """True for events that began while the patient was followed; never unknown."""
    known = had.onset_month.notnull() & had[FOLLOWED].notnull()
    return known & (column_of(had.onset_month, width) <= column_of(had[FOLLOWED], width))


def column_of(month: Any, width: Any) -> Any:
    """The column a known month since the first dose lies in, the first is 1: of `width` months each, the last included."""
    return ibis.greatest((month / width).ceil().cast("int32"), 1)


def _known_column(month: Any, width: int) -> Any:
    """The column of a month, unknown where that is."""
    return ibis.cases((month.notnull(), column_of(month, width)))


def _bits(had: ir.Table, spec: MonthSpec, shape: tuple[int, int]) -> Any:
    """The columns in which an event began or was going on, as bits of a number: the first column is the lowest bit."""
    width, columns = shape
    began = _bit(had["first"] - 1)
    if spec.happening == "began":
        return began
    end = column_of(had.end_month.fill_null(width * columns), width)
    return _bit(ibis.greatest(had["first"], ibis.least(end, had["last"]))) - began


def _bit(place: Any) -> Any:
    return ibis.literal(1).cast("int64") << place.cast("int64")
