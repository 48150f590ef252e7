"""Patients with events by month of treatment, as counts."""

from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.event_months import MonthSpec
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.store.events import COLUMNS, conditions
from core.store.parameters import filter_parameters
from core.store.schema import FOLLOWED
from core.store.texts import text_over


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """One term or category: how many patients had it in any column, and in each.

    `undated` events have no month of onset, `late` ones began in a later column than the last in which the patient was
    followed: neither are in the counts.
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
        return kept.group_by(month=column_of(kept[FOLLOWED], 1)).aggregate(n=ibis._.count())

    return dict(store.rows(text_over(store, kept_by, ("followed months",), build), filter_parameters(kept_by)))


def event_months(store: CohortStore, cohort: CohortFilter, spec: MonthSpec, shape: tuple[int, int]) -> list[MonthCounts]:
    """One row a term or category that somebody in view had. `shape` is how many months a column spans and how many columns
    there are, at most 62. Raises FilterError for a wrong filter."""
    kept_by, (width, columns) = checked(store.catalogue, cohort), shape

    def build(kept: ir.Table) -> ir.Table:
        events = ibis.table(COLUMNS | {"end_month": "float64"}, name="adverse_event")
        had = kept.select("patient_no", FOLLOWED).inner_join(events.filter(conditions(events, spec.only)), "patient_no")
        seen = had[FOLLOWED].notnull() & (column_of(had.onset_month, width) <= column_of(had[FOLLOWED], width))
        named = had.mutate(
            name=had[spec.by].coalesce(""), mask=ibis.cases((seen, _columns_of_event(had, spec, shape)), else_=0)
        )
        by_patient = named.group_by("patient_no", "name").aggregate(
            mask=named["mask"].bit_or(),
            undated=named.onset_month.isnull().sum(),
            late=(named.onset_month.notnull() & ~seen.fill_null(False)).sum(),
        )
        counts = {f"column_{at}": ((by_patient["mask"] >> at) & 1).sum() for at in range(columns)}
        return by_patient.group_by("name").aggregate(
            patients=(by_patient["mask"] != 0).sum(), undated=by_patient.undated.sum(), late=by_patient.late.sum(), **counts
        )

    asked = ("event months", spec.only, spec.by, spec.happening, shape)
    rows = store.rows(text_over(store, kept_by, asked, build), filter_parameters(kept_by))
    return [MonthCounts(row[0], row[1], row[2], row[3], tuple(map(int, row[4:]))) for row in rows]


def column_of(month: Any, width: int) -> Any:
    """The column a month since the first dose lies in, the first is 1: of `width` months each, the last month included."""
    return ibis.cases((month.notnull(), ibis.greatest((month / width).ceil(), 1).cast("int64")))


def _columns_of_event(had: ir.Table, spec: MonthSpec, shape: tuple[int, int]) -> Any:
    """The columns in which an event began or was going on, as bits of a number: the first column is the lowest bit."""
    width, columns = shape
    first = column_of(had.onset_month, width)
    if spec.happening == "began":
        return _bit(first - 1)
    end = column_of(had.end_month, width).fill_null(columns)
    last = ibis.greatest(first, ibis.least(end, column_of(had[FOLLOWED], width)))
    return _bit(last) - _bit(first - 1)


def _bit(place: Any) -> Any:
    return ibis.literal(1, type="int64") << place
