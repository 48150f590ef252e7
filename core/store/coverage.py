"""Visits of the patients in view at the planned months, and what is not recorded of them, as counts."""

from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.coverage import GROUPS, MOST_MONTHS, PLANNED_SHARE
from core.domain.filters import CohortFilter
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.expressions import measured, number
from core.store.parameters import filter_parameters
from core.store.queries import check_window
from core.store.schema import FOLLOWED, baseline, offset
from core.store.texts import COHORT, table_named, text_of, text_over

FAR = 1e9  # months from a planned month, of patients without a visit near it
STOPPED, REASON = "stop_month", "stop_reason"  # each is owed by those who have the other


@dataclass(frozen=True, slots=True)
class MonthPattern:
    """One planned month: how many patients in view are in each of GROUPS (see core/domain/coverage), and for every measure of
    the catalogue how many have a value in the window."""

    month: int
    groups: tuple[int, ...]
    measured: tuple[int, ...]


def planned_months(store: CohortStore) -> tuple[int, ...]:
    """Month 0 and the whole months to which the visits nearest number at least PLANNED_SHARE of everyone followed to the
    month before.

    Where there are none such, all months with visits; of very many those with the most visits. They do not hang on the filter.
    """
    visits = ibis.table({"month": "float64"}, name="visit")
    near = text_of(
        store,
        ("visits by month",),
        lambda: visits.group_by(near=(visits.month + 0.5).floor().cast("int32")).aggregate(n=ibis._.count()),
    )
    cohort = table_named(store, COHORT)
    ends = text_of(
        store,
        ("followed by month",),
        lambda: cohort.group_by(last=cohort[FOLLOWED].floor().cast("int32")).aggregate(n=ibis._.count()),
    )
    at: dict[int, int] = dict(store.rows(near, {}))
    until = store.rows(ends, {})
    followed = {month: sum(n for last, n in until if last is not None and last >= month - 1) for month in at}
    planned = [month for month in at if month > 0 and at[month] >= PLANNED_SHARE * max(followed[month], 1)]
    kept = sorted(planned or [month for month in at if month > 0], key=lambda month: (-at[month], month))
    return (0, *sorted(kept[: MOST_MONTHS - 1]))


def month_patterns(store: CohortStore, cohort: CohortFilter, months: tuple[int, ...], window: float) -> list[MonthPattern]:
    """One row a month. Raises FilterError for a wrong filter, RequestError for a window out of reach."""
    known = checked(store.catalogue, cohort)
    check_window(store, window)

    def build(kept: ir.Table) -> ir.Table:
        counts: dict[str, Any] = {}
        for month in months:
            for name, condition in _conditions(store, kept, month).items():
                counts[f"{name}_{month}"] = kept.count(where=condition)
        return kept.aggregate(**counts)

    given = filter_parameters(known) | {"visit_window": window}
    row = store.rows(text_over(store, known, ("coverage", months), build), given)[0]
    size = len(row) // len(months)
    parts = [row[at * size : (at + 1) * size] for at in range(len(months))]
    return [MonthPattern(month, part[: len(GROUPS)], part[len(GROUPS) :]) for month, part in zip(months, parts, strict=True)]


def _conditions(store: CohortStore, kept: ir.Table, month: int) -> dict[str, Any]:
    """The groups of a month, and a condition a measure."""
    catalogue = store.catalogue
    distances = [_distance(kept, measure.name, month) for measure in catalogue.measures]
    nearest = ibis.least(*distances) if len(distances) > 1 else distances[0]
    stop, followed = kept[STOPPED], kept[FOLLOWED]
    near, still = nearest <= number("visit_window"), ibis.coalesce(followed, -1.0) >= month
    apart = nearest > number("visit_window")
    found = (
        near,
        apart & still & (nearest <= catalogue.widest_window),
        apart & still & (nearest > catalogue.widest_window),
        apart & ~still & stop.notnull(),
        apart & ~still & stop.isnull(),
    )
    taken = {measure.name: _has(kept, measure.name, month) for measure in catalogue.measures}
    return dict(zip(GROUPS, found, strict=True)) | taken


def _distance(kept: ir.Table, measure: str, month: int) -> Any:
    """Months from a planned month to the nearest visit with this measure, FAR where none is near; month 0 is exact."""
    if month == 0:
        return ibis.cases((kept[baseline(measure)].notnull(), 0.0), else_=FAR)
    return ibis.coalesce(kept[offset(measure, month)], FAR)


def _has(kept: ir.Table, measure: str, month: int) -> Any:
    value = kept[baseline(measure)] if month == 0 else measured(kept, measure, month)
    return value.notnull()


def missing_counts(store: CohortStore, cohort: CohortFilter, variables: tuple[Variable, ...]) -> list[tuple[int, int]]:
    """For every variable how many patients in view lack it, of how many who owe it. Raises FilterError for a wrong filter."""
    known = checked(store.catalogue, cohort)
    names = tuple(one.name for one in variables)

    def build(kept: ir.Table) -> ir.Table:
        counts: dict[str, Any] = {}
        for name in names:
            owed = kept[owed_with(name)].notnull() if owed_with(name) else ibis.literal(True)
            counts[f"missing_{name}"] = kept.count(where=owed & kept[name].isnull())
            counts[f"owed_{name}"] = kept.count(where=owed)
        return kept.aggregate(**counts)

    row = store.rows(text_over(store, known, ("missing", names), build), filter_parameters(known))[0]
    return list(zip(row[::2], row[1::2], strict=True))


def owed_with(name: str) -> str:
    """The variable without which this one is not owed; "" where everyone owes it."""
    return {STOPPED: REASON, REASON: STOPPED}.get(name, "")
