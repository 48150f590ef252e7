"""Which patients stand behind the covariate patterns of a regression."""

from dataclasses import dataclass

from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.terms import Term
from core.store.cohort_store import CohortStore
from core.store.expressions import OUTCOMES
from core.store.model_rows import CovariatePattern, check_months, pattern_columns, pattern_parameters, pattern_shape
from core.store.parameters import filter_parameters
from core.store.queries import Question
from core.store.texts import text_over


@dataclass(frozen=True, slots=True)
class PatternPatient:
    """One patient by pseudonym, with the pattern (of one) that `covariate_patterns` counts the patient in."""

    patient_id: str
    pattern: CovariatePattern


def pattern_patients(
    store: CohortStore, question: Question, terms: tuple[Term, ...], *, improvement: bool
) -> list[PatternPatient]:
    """Every patient in view, in the order they are stored. One row a patient: ask it of few.

    Raises RequestError for a month without visits, FilterError for a wrong filter.
    """
    check_months(store, question, terms)
    cohort = checked(store.catalogue, question.cohort)

    def build(kept: ir.Table) -> ir.Table:
        columns = pattern_columns(kept, store, question, terms, improvement=improvement)
        return kept.order_by("patient_no").select("patient_id", **columns)

    shape = ("pattern patients", *pattern_shape(question, terms, improvement=improvement))
    given = filter_parameters(cohort) | pattern_parameters(question, terms)
    rows = store.rows(text_over(store, cohort, shape, build), given)
    return [PatternPatient(row[0], CovariatePattern(tuple(row[1:-2]), OUTCOMES[row[-2]], row[-1], 1)) for row in rows]
