"""How variables are distributed: the filter panel's counts, baselines by outcome, reasons for stopping, adverse events."""

from functools import reduce

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.catalogue.lookup import variable as any_variable
from core.domain.catalogue import ANY_EVENT
from core.domain.endpoint import Outcome
from core.domain.filters import CohortFilter
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.expressions import OUTCOMES, in_view, number, outcome
from core.store.parameters import endpoint_parameters, endpoint_shape, filter_parameters, filter_shape
from core.store.queries import Query, Question, check_month
from core.store.texts import text_of

Value = str | float | None
Counted = list[tuple[Value, Outcome, int]]


def facet_counts(store: CohortStore, cohort: CohortFilter) -> dict[str, list[tuple[str | float | None, int]]]:
    """For every filterable variable, how many patients each value has under all OTHER clauses of the filter.

    Choices by value; numbers by the lower edge of a bin (see `bin_width`); None for not recorded.
    """
    checked(store.catalogue, cohort)
    variables = store.catalogue.filterable

    def build(table: ir.Table) -> ir.Table:
        parts = [_facet(table, cohort, variable) for variable in variables]
        return reduce(lambda one, other: one.union(other), parts)

    query = Query(text_of(store, ("facets", filter_shape(cohort)), build), filter_parameters(cohort))
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


def baseline_patterns(store: CohortStore, question: Question, names: tuple[str, ...]) -> dict[str, Counted]:
    """For each variable, how many patients in view have each value, by outcome; None for not recorded."""
    check_month(store, question.month)
    cohort = checked(store.catalogue, question.cohort)
    variables = [any_variable(store.catalogue, name) for name in names]

    def build(table: ir.Table) -> ir.Table:
        kept = in_view(table, cohort)
        known = outcome(kept, question.endpoint, question.month)
        return reduce(lambda one, other: one.union(other), [_by_outcome(kept, variable, known) for variable in variables])

    shape = ("baseline", filter_shape(cohort), endpoint_shape(question.endpoint, question.month), names)
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window)
    found: dict[str, Counted] = {name: [] for name in names}
    for name, word, value, known, n in store.rows(text_of(store, shape, build), given):
        found[name].append((word if word is not None else value, OUTCOMES[known], n))
    return found


def _by_outcome(kept: ir.Table, variable: Variable, known: ir.IntegerValue) -> ir.Table:
    counted = kept.group_by(value=kept[variable.name], outcome=known).aggregate(n=ibis._.count())
    word = counted.value.cast("string") if variable.choice else ibis.null("string")
    value = counted.value.cast("float64") if variable.numeric else ibis.null("float64")
    return counted.select(name=ibis.literal(variable.name), word=word, number=value, outcome="outcome", n="n")


def stop_patterns(store: CohortStore, question: Question) -> list[tuple[str | None, Outcome, int]]:
    """How many patients in view stopped by the month for which reason (None: had not stopped, or no reason), by outcome."""
    check_month(store, question.month)
    cohort = checked(store.catalogue, question.cohort)

    def build(table: ir.Table) -> ir.Table:
        kept = in_view(table, cohort)
        reason = ibis.cases((kept["stop_month"] <= number("stopped_by"), kept["stop_reason"]))
        keys = {"reason": reason, "outcome": outcome(kept, question.endpoint, question.month)}
        return kept.group_by(**keys).aggregate(n=ibis._.count())

    shape = ("stops", filter_shape(cohort), endpoint_shape(question.endpoint, question.month))
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window)
    rows = store.rows(text_of(store, shape, build), given | {"stopped_by": question.month + question.window})
    return [(reason, OUTCOMES[known], n) for reason, known, n in rows]


def event_patients(store: CohortStore) -> dict[str, int]:
    """Term -> patients with at least one such adverse event, of everyone treated; ANY_EVENT for any."""
    events = ibis.table({"patient_no": "int64", "term": "string"}, name="adverse_event")
    by_term = events.group_by("term").aggregate(n=events.patient_no.nunique())
    every = events.aggregate(n=events.patient_no.nunique()).mutate(term=ibis.literal(ANY_EVENT)).select("term", "n")
    return dict(store.rows(text_of(store, ("events",), lambda _: by_term.union(every)), {}))
