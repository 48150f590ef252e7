"""What a regression is fitted on: patients counted by covariate pattern and outcome, so that cost grows with the patterns."""

from dataclasses import dataclass, replace
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked, landmark
from core.catalogue.lookup import variable as any_variable
from core.domain.endpoint import Outcome
from core.domain.rates import Grouping
from core.domain.terms import Term
from core.store.cohort_store import CohortStore
from core.store.expressions import OUTCOMES, assessed, divided, group, measured, outcome
from core.store.parameters import (
    Parameters,
    Shape,
    endpoint_parameters,
    endpoint_shape,
    filter_parameters,
    grouping_parameters,
)
from core.store.queries import Query, Question, check_question
from core.store.schema import baseline
from core.store.texts import text_over

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class CovariatePattern:
    """Patients alike in every term and in outcome: the value of each term (a level, how many cut points are exceeded, or a
    number; None where not recorded), what is known of the response, the improvement rate in percentage points where it was
    asked for and exists (or the value of the measure), and how many they are."""

    values: tuple[Value, ...]
    outcome: Outcome
    improvement: float | None
    n: int


def covariate_query(store: CohortStore, question: Question, terms: tuple[Term, ...], *, improvement: bool) -> Query:
    """The query behind `covariate_patterns`; `terms` are of one variable each. Raises RequestError for a month without visits,
    FilterError for a wrong filter."""
    check_months(store, question, terms)
    cohort = checked(store.catalogue, question.cohort)

    def build(kept: ir.Table) -> ir.Table:
        keys = pattern_columns(kept, store, question, terms, improvement=improvement)
        return kept.group_by(**keys).aggregate(n=ibis._.count())

    shape = ("covariates", *pattern_shape(question, terms, improvement=improvement))
    given = filter_parameters(cohort) | pattern_parameters(question, terms)
    return Query(text_over(store, cohort, shape, build), given)


def check_months(store: CohortStore, question: Question, terms: tuple[Term, ...]) -> None:
    """Raises RequestError for a month without visits, of the response or of a landmark, and for a window out of reach."""
    landmarks = (landmark(term.variable)[1] for term in terms)
    for month in (question.month, *(month for month in landmarks if month is not None)):
        check_question(store, replace(question, month=month))


def pattern_columns(
    kept: ir.Table, store: CohortStore, question: Question, terms: tuple[Term, ...], *, improvement: bool
) -> dict[str, Any]:
    """What tells a patient's pattern: a column a term, the outcome, and the improvement rate (null where not asked for).

    Where the rate is asked for, the outcome says only why there is none: not evaluable without a baseline above 0, else
    missing.
    """
    keys: dict[str, Any] = {f"term_{i}": _covariate(kept, store, term) for i, term in enumerate(terms)}
    keys["outcome"] = _rated(kept, question) if improvement else outcome(kept, question.endpoint, question.month)
    keys["improvement"] = _improvement(kept, question) if improvement else ibis.null("float64")
    return keys


def pattern_shape(question: Question, terms: tuple[Term, ...], *, improvement: bool) -> Shape:
    """What of those columns decides the text of a query."""
    shapes = tuple((term.variable, term.form, len(term.cuts)) for term in terms)
    return (endpoint_shape(question.endpoint, question.month), shapes, improvement, question.value)


def pattern_parameters(question: Question, terms: tuple[Term, ...]) -> Parameters:
    """The values those columns are made with."""
    cuts = grouping_parameters(tuple(Grouping(term.variable, term.cuts) for term in terms))
    return endpoint_parameters(question.endpoint, question.window) | cuts


def covariate_patterns(
    store: CohortStore, question: Question, terms: tuple[Term, ...], *, improvement: bool
) -> list[CovariatePattern]:
    """Counts per covariate pattern and outcome of the patients in view, in the order of their values."""
    query = covariate_query(store, question, terms, improvement=improvement)
    rows = store.rows(query.sql, query.parameters)
    found = [CovariatePattern(tuple(row[:-3]), OUTCOMES[row[-3]], row[-2], row[-1]) for row in rows]
    return sorted(found, key=lambda pattern: repr((pattern.values, pattern.outcome, pattern.improvement)))


def _covariate(kept: ir.Table, store: CohortStore, term: Term) -> Any:
    measure, month = landmark(term.variable)
    if month is not None:
        return _at_landmark(kept, term, measure, month)
    if term.form in ("linear", "spline"):
        return kept[term.variable].cast("float64")
    return group(kept, store.catalogue, Grouping(any_variable(store.catalogue, term.variable).name, term.cuts))


def _at_landmark(kept: ir.Table, term: Term, measure: str, month: int) -> Any:
    """The measure at a landmark month, or how many cut points it exceeds; null where no visit lies within the window."""
    value = measured(kept, measure, month).cast("float64")
    return divided(value, Grouping(term.variable, term.cuts)) if term.cuts else value


def _rated(kept: ir.Table, question: Question) -> Any:
    """The outcome; of those without an improvement rate, whether they could have one."""
    endpoint, month = question.endpoint, question.month
    start, value = kept[baseline(endpoint.measure)], assessed(kept, endpoint, month)
    never, missing = (OUTCOMES.index(one) for one in (Outcome.NOT_EVALUABLE, Outcome.MISSING))
    none = [] if question.value else [(start.isnull() | (start <= 0), never)]
    return ibis.cases(*none, (value.isnull(), missing), else_=outcome(kept, endpoint, month))


def _improvement(kept: ir.Table, question: Question) -> Any:
    """100 * (baseline - value) / baseline; null without a baseline above 0 or an assessment in the window. Or the value."""
    start = kept[baseline(question.endpoint.measure)]
    value = assessed(kept, question.endpoint, question.month)
    if question.value:
        return value.cast("float64")
    return ibis.cases((start > 0, (start - value) * 100.0 / start))
