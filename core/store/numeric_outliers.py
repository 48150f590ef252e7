"""Numbers of the patients in view: their quartiles, and the values beyond given fences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.numeric_outliers import INNER, OUTER
from core.domain.outliers import MOST_LISTED
from core.store.cohort_store import CohortStore, Row
from core.store.expressions import measured, number
from core.store.parameters import Parameters, filter_parameters
from core.store.texts import text_over

DIGITS = 9  # so that a value that lies on a fence is not pushed over it
QUARTERS = [0.25, 0.5, 0.75]


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """A variable of a patient, or a measure at a month within the visit window."""

    name: str
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The lower and upper quartile of a number that has fences, and its place among all that are looked at."""

    place: int
    asked: NumberAsked
    lower: float
    upper: float


def quartiles_of(
    store: CohortStore, cohort: CohortFilter, asked: Sequence[NumberAsked], window: float
) -> list[tuple[int, tuple[float, float, float] | None]]:
    """Of every number how many values there are and their quartiles, None for no values. Raises FilterError."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        counts: dict[str, Any] = {}
        for place, one in enumerate(asked):
            counts[f"n_{place}"] = _value(kept, one).count()
            counts[f"q_{place}"] = _value(kept, one).quantile(QUARTERS)
        return kept.aggregate(**counts)

    sql = text_over(store, known, ("quartiles of numbers", tuple(asked)), build)
    row = store.rows(sql, filter_parameters(known) | _window(asked, window))[0]
    return [(n, tuple(found) if n else None) for n, found in zip(row[::2], row[1::2], strict=True)]


def beyond_counts(store: CohortStore, cohort: CohortFilter, spreads: Sequence[Spread], window: float) -> dict[int, Row]:
    """By place: how many values lie between inner and outer fence, and how many beyond the outer one."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        out = _beyond(kept, spreads)
        return out.group_by("place").aggregate(
            outside=ibis._.count(where=out.beyond <= OUTER), far=ibis._.count(where=out.beyond > OUTER)
        )

    sql = text_over(store, known, ("beyond counts", _shape(spreads)), build)
    return {place: (outside, far) for place, outside, far in store.rows(sql, _given(known, spreads, window))}


def beyond_rows(store: CohortStore, cohort: CohortFilter, spreads: Sequence[Spread], window: float) -> list[Row]:
    """Place, pseudonym, value and interquartile ranges beyond the nearer quartile; the farthest first, MOST_LISTED at most."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        out = _beyond(kept, spreads)
        listed = out.order_by(ibis.desc("beyond"), "patient_no", "place").limit(MOST_LISTED)
        return listed.select("place", "patient_id", "value", "beyond")

    sql = text_over(store, known, ("beyond rows", _shape(spreads)), build)
    return store.rows(sql, _given(known, spreads, window))


def _beyond(kept: ir.Table, spreads: Sequence[Spread]) -> ir.Table:
    """The values beyond an inner fence, one row each."""
    parts = []
    for one in spreads:
        lower, upper, value = number(f"lower_{one.place}"), number(f"upper_{one.place}"), _value(kept, one.asked)
        beyond = (ibis.greatest(lower - value, value - upper) / (upper - lower)).round(DIGITS)
        row = kept.select(
            "patient_no", "patient_id", place=ibis.literal(one.place, "int32"), value=value.cast("float64"), beyond=beyond
        )
        parts.append(row.filter(row.beyond > INNER))
    return reduce(lambda one, other: one.union(other), parts)


def _value(kept: ir.Table, asked: NumberAsked) -> Any:
    return kept[asked.name] if asked.month is None else measured(kept, asked.name, asked.month)


def _shape(spreads: Sequence[Spread]) -> tuple[object, ...]:
    return tuple((one.place, one.asked) for one in spreads)


def _given(cohort: CohortFilter, spreads: Sequence[Spread], window: float) -> Parameters:
    lowers: Parameters = {f"lower_{one.place}": one.lower for one in spreads}
    uppers: Parameters = {f"upper_{one.place}": one.upper for one in spreads}
    return filter_parameters(cohort) | lowers | uppers | _window([one.asked for one in spreads], window)


def _window(asked: Sequence[NumberAsked], window: float) -> Parameters:
    return {"visit_window": window} if any(one.month is not None for one in asked) else {}
