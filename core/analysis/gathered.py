"""The patients of a model and those it leaves out: by covariate pattern, or where patterns are too many, held as codes."""

from dataclasses import dataclass, replace
from math import prod

from core.analysis.completed import Completed
from core.analysis.imputed import completed, left_out_of_sets
from core.analysis.streamed import streamed
from core.analysis.used import Used, left_out, used
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import Outcome
from core.domain.imputation import Imputation
from core.domain.left_out import LeftOut
from core.domain.model import MANY_PATIENTS, MOST_PATTERNS, SEED, ModelSpec
from core.domain.terms import Term
from core.store.cohort_store import CohortStore
from core.store.distributions import patients_in_view
from core.store.model_rows import CovariatePattern, covariate_patterns
from core.store.model_stream import Asked, held_patients, left_out_patterns, pattern_estimate, pattern_moments
from core.store.queries import Question

FAR_BEYOND = 30
UNLISTED = 50  # levels of a choice whose levels the data decide
NOBODY = Used((), (), (), (), ())


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The patients used, those left out, how many are in view, and what was imputed; `crowded` where the patients used have
    too many patterns for what was to be done with them, and are not given."""

    used: Used
    left_out: tuple[LeftOut, ...]
    in_view: int
    imputation: Imputation | None = None
    crowded: bool = False


def gathered(store: CohortStore, question: Question, spec: ModelSpec, *, streams: bool) -> Gathered:
    """The patients of a model; with `streams` as codes where their patterns are too many to list, else `crowded`."""
    if store.version.patients <= MANY_PATIENTS or patients_in_view(store, question.cohort) <= MANY_PATIENTS:
        return _listed(store, question, spec)
    asked = Asked(
        question=question,
        terms=spec.main_terms,
        analysis_set=spec.analysis_set,
        improvement=spec.kind == "least_squares",
    )
    if _crowded(store, asked):
        taken = streamed(spec, held_patients(store, asked)) if streams else None
        return replace(_left_out(store, spec, asked), used=taken or NOBODY, crowded=taken is None)
    if asked.improvement:
        return replace(_left_out(store, spec, asked), used=_summed(store, asked))
    return _listed(store, question, spec)


def _listed(store: CohortStore, question: Question, spec: ModelSpec) -> Gathered:
    patterns = covariate_patterns(store, question, spec.main_terms, improvement=spec.kind == "least_squares")
    in_view = sum(pattern.n for pattern in patterns)
    if spec.missing != "multiple":
        return Gathered(used(spec, patterns), left_out(store.catalogue, spec, patterns), in_view)
    taken, imputation = completed(store.catalogue, spec, patterns)
    without = left_out_of_sets if isinstance(taken, Completed) else left_out
    return Gathered(taken, without(store.catalogue, spec, patterns), in_view, imputation)


def _left_out(store: CohortStore, spec: ModelSpec, asked: Asked) -> Gathered:
    """Those left out alone, counted without listing patterns; so many are never imputed."""
    found = left_out_patterns(store, asked)
    missing, in_view = left_out(store.catalogue, spec, found), sum(one.n for one in found)
    complete = in_view - sum(one.n for one in missing)
    many = Imputation(state="too many", complete=complete, seed=SEED) if spec.missing == "multiple" else None
    return Gathered(NOBODY, missing, in_view, many)


def _summed(store: CohortStore, asked: Asked) -> Used:
    """The patients used by pattern, with the sums of their improvement rates."""
    found = pattern_moments(store, asked)
    return Used(
        patterns=tuple(CovariatePattern(one.values, Outcome.MISSING, None, one.n) for one in found),
        n=tuple(one.n for one in found),
        events=(0,) * len(found),
        total=tuple(one.total for one in found),
        squares=tuple(one.squares for one in found),
    )


def _crowded(store: CohortStore, asked: Asked) -> bool:
    """Are there too many patterns to list? By what the terms could take where that decides beyond doubt, else by a count."""
    numbers = any(term.form in ("linear", "spline") for term in asked.terms)
    most = prod(_values(store.catalogue, term) for term in asked.terms)
    if numbers and most > FAR_BEYOND * MOST_PATTERNS:
        return True
    if not numbers and most <= MOST_PATTERNS:
        return False
    return pattern_estimate(store, asked) > MOST_PATTERNS


def _values(catalogue: Catalogue, term: Term) -> float:
    """About how many values a term takes."""
    chosen = variable(catalogue, term.variable)
    if term.cuts:
        return len(term.cuts) + 1
    if chosen.numeric:
        return ((chosen.high or 0) - (chosen.low or 0)) / chosen.step + 1
    return len(chosen.choices) or UNLISTED
