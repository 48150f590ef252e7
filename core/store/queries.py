"""Every question the product asks of a cohort, as an expression over unbound tables, compiled once a shape.

Rates come back as patterns: one row per group and outcome with its count, so that the cost of what follows grows with the
patterns and not with the patients.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.endpoint import Endpoint, Outcome
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore, Row
from core.store.expressions import OUTCOMES, assessed, cohort_table, group, in_view, outcome
from core.store.expressions import text as bound_text
from core.store.parameters import (
    Parameters,
    Shape,
    endpoint_parameters,
    endpoint_shape,
    filter_parameters,
    filter_shape,
    grouping_parameters,
    grouping_shape,
)

DIALECT = "duckdb"


@dataclass(frozen=True, slots=True)
class Question:
    """Which response at which month, within which visit window, and of which patients."""

    cohort: CohortFilter
    endpoint: Endpoint
    month: int
    window: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """Patients that share groups and outcome: `groups` (None where not recorded), what is known, how many."""

    groups: tuple[str | int | None, ...]
    outcome: Outcome
    n: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query's text and the values it runs with; the text can be shown, the values never stand in it."""

    sql: str
    parameters: Parameters


def outcome_query(store: CohortStore, question: Question, by: tuple[Grouping, ...]) -> Query:
    """The query behind `outcome_patterns`. Raises RequestError for a month without visits, FilterError for a wrong filter."""
    _check_month(store, question.month)
    cohort = checked(store.catalogue, question.cohort)

    def build(table: ir.Table) -> ir.Table:
        kept = in_view(table, cohort)
        keys = {f"group_{i}": group(kept, store.catalogue, grouping) for i, grouping in enumerate(by)}
        keys["outcome"] = outcome(kept, question.endpoint, question.month)
        return kept.group_by(**keys).aggregate(n=ibis._.count())

    shape = ("outcomes", filter_shape(cohort), endpoint_shape(question.endpoint, question.month), grouping_shape(by))
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window) | grouping_parameters(by)
    return Query(_text(store, shape, build), given)


def outcome_patterns(store: CohortStore, question: Question, by: tuple[Grouping, ...]) -> list[Pattern]:
    """Counts per group and outcome of the patients in view."""
    query = outcome_query(store, question, by)
    rows = store.rows(query.sql, query.parameters)
    return [Pattern(tuple(row[:-2]), OUTCOMES[row[-2]], row[-1]) for row in rows]


def member_rows(
    store: CohortStore, question: Question, place: tuple[tuple[Grouping, str], ...], columns: tuple[str, ...], most: int
) -> list[Row]:
    """The first patients of one group, by pseudonym: the columns asked for, the value in the window, and the outcome.

    `place` are the groupings with the level of each; none for everyone in view.
    """
    _check_month(store, question.month)
    cohort, by = checked(store.catalogue, question.cohort), tuple(grouping for grouping, _ in place)

    def build(table: ir.Table) -> ir.Table:
        kept = in_view(table, cohort)
        for position, grouping in enumerate(by):
            key = group(kept, store.catalogue, grouping).cast("string")
            kept = kept.filter(key == bound_text(f"level_{position}"))
        found = {
            "value": assessed(kept, question.endpoint, question.month),
            "outcome": outcome(kept, question.endpoint, question.month),
        }
        return kept.order_by("patient_no").limit(most).select(*columns, **found)

    shape = (
        "members",
        filter_shape(cohort),
        endpoint_shape(question.endpoint, question.month),
        grouping_shape(by),
        columns,
        most,
    )
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window) | grouping_parameters(by)
    given |= {f"level_{position}": level for position, (_, level) in enumerate(place)}
    rows = store.rows(_text(store, shape, build), given)
    return [(*row[:-1], OUTCOMES[row[-1]]) for row in rows]


def _check_month(store: CohortStore, month: int) -> None:
    months = [candidate for candidate in store.version.months if candidate > 0]
    if month not in months:
        there = ", ".join(map(str, months)) or "none"
        raise RequestError(f"There is no visit around month {month} in these data. Months with visits: {there}.")


def facet_counts(store: CohortStore, cohort: CohortFilter) -> dict[str, list[tuple[str | float | None, int]]]:
    """For every filterable variable, how many patients each value has under all OTHER clauses of the filter.

    Choices by value; numbers by the lower edge of a bin (see `bin_width`); None for not recorded.
    """
    checked(store.catalogue, cohort)
    variables = store.catalogue.filterable

    def build(table: ir.Table) -> ir.Table:
        parts = [_facet(table, cohort, variable) for variable in variables]
        return reduce(lambda one, other: one.union(other), parts)

    query = Query(_text(store, ("facets", filter_shape(cohort)), build), filter_parameters(cohort))
    counts: dict[str, list[tuple[str | float | None, int]]] = {variable.name: [] for variable in variables}
    for name, value, edge, n in store.rows(query.sql, query.parameters):
        counts[name].append((value if value is not None else edge, n))
    return counts


def bin_width(variable: Variable) -> float:
    """The width of the bins a number is counted in: a round one that makes about forty of them at most."""
    span = (variable.high or 0) - (variable.low or 0)
    return next((width for width in (1.0, 2.0, 5.0, 10.0, 20.0, 50.0) if span / width <= 40), 100.0)


def _facet(table: ir.Table, cohort: CohortFilter, variable: Variable) -> ir.Table:
    kept = in_view(table, cohort.without(variable.name))
    column = kept[variable.name]
    if variable.choice:
        counted = kept.group_by(value=column).aggregate(n=ibis._.count()).mutate(edge=ibis.null("float64"))
    else:
        width = bin_width(variable)
        counted = kept.group_by(edge=(column / width).floor() * width).aggregate(n=ibis._.count())
        counted = counted.mutate(value=ibis.null("string"))
    return counted.select(
        name=ibis.literal(variable.name), value=counted.value.cast("string"), edge=counted.edge.cast("float64"), n="n"
    )


_texts: dict[tuple[object, ...], str] = {}
_compiling = threading.Lock()  # expressions are built under it: the query library keeps state of its own
_MARKER = re.compile(r"BOUND_(?:NUMBER|TEXT)\('(\w+)'\)", re.IGNORECASE)


def _text(store: CohortStore, shape: Shape, build: Callable[[ir.Table], ir.Table]) -> str:
    """The text of a query of this shape, compiled the first time it is asked for."""
    key = (store.catalogue.key, store.version.months, shape)
    text = _texts.get(key)
    if text is None:
        with _compiling:
            expression = build(cohort_table(store.catalogue, store.version.months))
            text = _MARKER.sub(r"$\1", str(ibis.to_sql(expression, dialect=DIALECT)))
        _texts[key] = text
    return text
