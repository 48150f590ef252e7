"""What a regression of very many patients is fitted on: each patient as small codes, fetched in blocks and held compactly.

Used where covariate patterns are about as many as patients. Nine terms of 10,000,000 patients take some 100 MB.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr import types as ir

from core.catalogue.lookup import checked, landmark
from core.catalogue.lookup import variable as any_variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import AnalysisSet, denominator, responds
from core.domain.terms import Term
from core.store.cohort_store import CohortStore
from core.store.expressions import OUTCOMES
from core.store.model_rows import CovariatePattern, Value, check_months, pattern_columns, pattern_parameters, pattern_shape
from core.store.parameters import filter_parameters
from core.store.queries import Query, Question
from core.store.texts import text_over

BATCH = 1_000_000  # patients fetched at a time
SMALL = ((1 << 8, pa.uint8()), (1 << 16, pa.uint16()), (1 << 32, pa.uint32()))


@dataclass(frozen=True, slots=True, eq=False)
class HeldBatch:
    """Up to a million patients: `codes` has for every term the place of each patient's value among those that occur, as small
    whole numbers; `outcome` is 1 for a response and 0 for none, or the improvement rate in percentage points."""

    codes: tuple[pa.Array, ...]
    outcome: pa.Array


@dataclass(frozen=True, slots=True, eq=False)
class HeldPatients:
    """All patients used: the values of every term that occur (a level, how many cut points are exceeded, or a number), in no
    order, and the patients by batch."""

    values: tuple[tuple[Value, ...], ...]
    batches: tuple[HeldBatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which patients: of a question, with a value in each of these terms, and with an outcome in this set or, where
    `improvement` is asked for, an improvement rate."""

    question: Question
    terms: tuple[Term, ...]
    analysis_set: AnalysisSet
    improvement: bool


def held_patients(store: CohortStore, asked: Asked) -> HeldPatients:
    """The patients used, fetched once. Raises RequestError for a month without visits, FilterError for a wrong filter."""
    query = used_query(store, asked)
    places: tuple[dict[Any, int], ...] = tuple({} for _ in asked.terms)
    batches = tuple(_held(batch, places) for batch in store.batches(query.sql, query.parameters, BATCH) if batch.num_rows)
    return HeldPatients(tuple(_values(asked.terms, places)), batches)


def used_query(store: CohortStore, asked: Asked) -> Query:
    """The query behind `held_patients`: one row a patient, a column a term and the outcome."""

    held = tuple(_as_held(store.catalogue, term) for term in asked.terms)
    yes = [at for at, one in enumerate(OUTCOMES) if responds(asked.analysis_set, one)]

    def build(kept: ir.Table) -> ir.Table:
        used = _used(kept, store, asked, held)
        if asked.improvement:
            return used.drop("outcome")
        return used.drop("improvement").mutate(outcome=used.outcome.isin(yes).cast("uint8"))

    return _query(store, asked, "stream", build)


def left_out_patterns(store: CohortStore, asked: Asked) -> list[CovariatePattern]:
    """Patients in view by outcome and the first term that is not recorded: None there, and 0 in the terms before and after
    it; the improvement rate, where it is asked for, is None or 0."""
    last = len(asked.terms)

    def build(kept: ir.Table) -> ir.Table:
        found = _columns(kept, store, asked, asked.terms)
        first = ibis.cases(*((found[f"term_{i}"].isnull(), i) for i in range(last)), else_=last)
        keys = {"first": first, "outcome": found.outcome, "rated": found.improvement.notnull()}
        return found.group_by(**keys).aggregate(n=ibis._.count())

    query = _query(store, asked, "left out", build)
    return [
        CovariatePattern(tuple(None if at == first else 0 for at in range(last)), OUTCOMES[known], 0.0 if rated else None, n)
        for first, known, rated, n in store.rows(query.sql, query.parameters)
    ]


def pattern_estimate(store: CohortStore, asked: Asked) -> int:
    """About how many covariate patterns the patients used have; within a few percent."""

    def build(kept: ir.Table) -> ir.Table:
        found = _columns(kept, store, asked, asked.terms)
        key = ibis.struct({f"term_{i}": found[f"term_{i}"] for i in range(len(asked.terms))})
        return found.aggregate(n=key.hash().approx_nunique())

    query = _query(store, asked, "patterns", build)
    return int(store.rows(query.sql, query.parameters)[0][0])


def _columns(kept: ir.Table, store: CohortStore, asked: Asked, terms: tuple[Term, ...]) -> ir.Table:
    """These terms, the outcome and the improvement rate of every patient in view."""
    return kept.select(**pattern_columns(kept, store, asked.question, terms, improvement=asked.improvement))


def _used(kept: ir.Table, store: CohortStore, asked: Asked, terms: tuple[Term, ...]) -> ir.Table:
    """The same of the patients used."""
    found = _columns(kept, store, asked, terms)
    return found.filter(*(found[f"term_{i}"].notnull() for i in range(len(terms))), _counts(found, asked))


def _as_held(catalogue: Catalogue, term: Term) -> Term:
    """The term as it is fetched: a choice that stands as a line stays a choice, which is much faster than numbers from it."""
    choice = landmark(term.variable)[1] is None and any_variable(catalogue, term.variable).choice
    return replace(term, form="levels", per=1.0, knots=0) if choice and term.form in ("linear", "spline") else term


def _counts(found: ir.Table, asked: Asked) -> Any:
    """True where a patient has what is to be explained."""
    if asked.improvement:
        return found.improvement.notnull()
    return found.outcome.isin([at for at, one in enumerate(OUTCOMES) if denominator(asked.analysis_set, one)])


def _query(store: CohortStore, asked: Asked, what: str, build: Any) -> Query:
    question = asked.question
    check_months(store, question, asked.terms)
    cohort = checked(store.catalogue, question.cohort)
    shape = (what, pattern_shape(question, asked.terms, improvement=asked.improvement), asked.analysis_set.value)
    given = filter_parameters(cohort) | pattern_parameters(question, asked.terms)
    return Query(text_over(store, cohort, shape, build), given)


def _held(batch: pa.RecordBatch, places: Sequence[dict[Any, int]]) -> HeldBatch:
    *terms, outcome = batch.columns
    return HeldBatch(tuple(_codes(column, known) for column, known in zip(terms, places, strict=True)), outcome)


def _codes(column: pa.Array, known: dict[Any, int]) -> pa.Array:
    """The place of each value among those `known`, which grow by those that are new."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    values = coded.dictionary.to_pylist()
    to = [0] * len(values)
    for at in pc.unique(coded.indices).to_pylist():
        to[at] = known.setdefault(values[at], len(known))
    kind = next(kind for most, kind in SMALL if len(known) <= most)
    return pa.array(to, kind).take(coded.indices)


def _values(terms: Sequence[Term], places: Sequence[dict[Any, int]]) -> Iterator[tuple[Value, ...]]:
    for term, known in zip(terms, places, strict=True):
        number = term.form in ("linear", "spline")
        yield tuple(float(value) if number else value for value in known)


@dataclass(frozen=True, slots=True)
class Moments:
    """Patients alike in every term: the values, how many they are, and the sums of their improvement rates and of the
    squares of these."""

    values: tuple[Value, ...]
    n: int
    total: float
    squares: float


def pattern_moments(store: CohortStore, asked: Asked) -> list[Moments]:
    """The patients used by covariate pattern, in the order of its values; for a question that asks for the improvement rate."""

    def build(kept: ir.Table) -> ir.Table:
        used = _used(kept, store, asked, asked.terms)
        rate = used.improvement
        by = used.group_by([f"term_{i}" for i in range(len(asked.terms))])
        return by.aggregate(n=ibis._.count(), total=rate.sum(), squares=(rate * rate).sum())

    query = _query(store, asked, "moments", build)
    found = [Moments(tuple(row[:-3]), *row[-3:]) for row in store.rows(query.sql, query.parameters)]
    return sorted(found, key=lambda one: repr(one.values))
