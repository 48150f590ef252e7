"""Every question the product asks of a cohort, as an expression over unbound tables, compiled once a shape.

Rates come back as patterns: one row per group and outcome with its count, so that the cost of what follows grows with the
patterns and not with the patients.
"""

from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.endpoint import Endpoint, Outcome
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.store.cohort_store import CohortStore, Row
from core.store.expressions import OUTCOMES, assessed, group, groups, outcome
from core.store.expressions import text as bound_text
from core.store.parameters import (
    Parameters,
    endpoint_parameters,
    endpoint_shape,
    filter_parameters,
    grouping_parameters,
    grouping_shape,
)
from core.store.texts import text_over


@dataclass(frozen=True, slots=True)
class Question:
    """Which response at which month, within which visit window, and of which patients; `value` asks for the measure itself
    where else its improvement rate would be given."""

    cohort: CohortFilter
    endpoint: Endpoint
    month: int
    window: float
    value: bool = False


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
    check_question(store, question)
    cohort = checked(store.catalogue, question.cohort)

    def build(kept: ir.Table) -> ir.Table:
        keys = groups(kept, store.catalogue, by)
        keys["outcome"] = outcome(kept, question.endpoint, question.month)
        return kept.group_by(**keys).aggregate(n=ibis._.count())

    shape = ("outcomes", endpoint_shape(question.endpoint, question.month), grouping_shape(by))
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window) | grouping_parameters(by)
    return Query(text_over(store, cohort, shape, build), given)


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
    check_question(store, question)
    cohort, by = checked(store.catalogue, question.cohort), tuple(grouping for grouping, _ in place)

    def build(kept: ir.Table) -> ir.Table:
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
        endpoint_shape(question.endpoint, question.month),
        grouping_shape(by),
        columns,
        most,
    )
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window) | grouping_parameters(by)
    given |= {f"level_{position}": level for position, (_, level) in enumerate(place)}
    rows = store.rows(text_over(store, cohort, shape, build), given)
    return [(*row[:-1], OUTCOMES[row[-1]]) for row in rows]


def check_window(store: CohortStore, window: float) -> None:
    """Raises RequestError for a visit window out of reach."""
    widest = store.catalogue.widest_window
    if not 0 <= window <= widest:
        raise RequestError(f"The visit window must lie between 0 and {widest:g} months, not {window:g}.")


def check_question(store: CohortStore, question: Question) -> None:
    """Raises RequestError for a month without visits, with the months there are, and for a window out of reach."""
    check_window(store, question.window)
    months = [candidate for candidate in store.version.months if candidate > 0]
    if question.month not in months:
        there = ", ".join(map(str, months)) or "none"
        raise RequestError(f"No visit of these data is nearest to month {question.month}. Months with visits: {there}.")
