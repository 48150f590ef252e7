"""Imputing what is not recorded of the patients a model is fitted on, or saying why it cannot be done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.analysis.completed import Completed
from core.analysis.used import Used, is_used, no_outcome, used
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import AnalysisSet, Outcome, responds
from core.domain.imputation import FEWEST_COMPLETE, LEAST_RECORDED, MOST_PATIENTS, Imputation, ImputedValues, State
from core.domain.left_out import LeftOut
from core.domain.model import SEED, ModelSpec
from core.domain.terms import Term
from core.stats.regression.imputation import Incomplete, impute, incomplete
from core.store.model_rows import CovariatePattern, Value


def completed(catalogue: Catalogue, spec: ModelSpec, patterns: Sequence[CovariatePattern]) -> tuple[Used, Imputation]:
    """The completed data sets, or complete cases with the reason why nothing was imputed."""
    later = _later(catalogue, spec)
    taken = [pattern for pattern in patterns if _why_not(spec, later, pattern) is None]
    done = _imputation(catalogue, spec, taken)
    if done.state != "done":
        return used(spec, patterns), done
    return _sets(spec, [pattern for pattern in taken for _ in range(pattern.n)], done), done


def left_out_of_sets(catalogue: Catalogue, spec: ModelSpec, patterns: Sequence[CovariatePattern]) -> tuple[LeftOut, ...]:
    """Patients that no data set holds, each under the first reason that applies; the most frequent first."""
    found: Counter[LeftOut] = Counter()
    later = _later(catalogue, spec)
    for pattern in patterns:
        reason = _why_not(spec, later, pattern)
        if reason is not None:
            found[reason] += pattern.n
    return tuple(replace(reason, n=n) for reason, n in found.most_common())


def _later(catalogue: Catalogue, spec: ModelSpec) -> dict[int, str]:
    """The terms known only after treatment began, which are never imputed: their places, with their labels."""
    chosen = [variable(catalogue, term.variable) for term in spec.main_terms]
    return {place: one.label for place, one in enumerate(chosen) if one.timing != "baseline"}


def _why_not(spec: ModelSpec, later: Mapping[int, str], pattern: CovariatePattern) -> LeftOut | None:
    """Why the patients of a pattern are in no data set: they can have no outcome, or were not seen at a landmark month."""
    if no_outcome(spec, pattern) is not None and not _to_be_observed(spec, pattern):
        return LeftOut(reason="no baseline" if spec.kind == "least_squares" else "not evaluable", variable="", n=0)
    unseen = next((label for place, label in later.items() if pattern.values[place] is None), None)
    return None if unseen is None else LeftOut(reason="not recorded", variable=unseen, n=0)


def _to_be_observed(spec: ModelSpec, pattern: CovariatePattern) -> bool:
    """True where the outcome of these patients could have been observed and was not."""
    missing = pattern.outcome in (Outcome.MISSING, Outcome.CARRIED_RESPONSE, Outcome.CARRIED_NO_RESPONSE)
    return spec.analysis_set is AnalysisSet.OBSERVED and missing


def _imputation(catalogue: Catalogue, spec: ModelSpec, taken: Sequence[CovariatePattern]) -> Imputation:
    """What there is to impute, and whether it can be."""
    terms = spec.main_terms
    gaps = [sum(one.n for one in taken if one.values[place] is None) for place in range(len(terms))]
    labels = [variable(catalogue, term.variable).label for term in terms]
    found = tuple(
        ImputedValues(label=label, n=n, number=_numeric(term)) for term, label, n in zip(terms, labels, gaps, strict=True) if n
    )
    shell = Imputation(
        state="done",
        complete=sum(one.n for one in taken if is_used(spec, one)),
        seed=SEED,
        values=found,
        outcomes=sum(one.n for one in taken if no_outcome(spec, one) is not None),
    )
    state = _state(spec, shell, taken)
    if state == "done":
        return shell
    worst = max(found, key=lambda one: one.n, default=None) if state == "hardly recorded" else None
    named = worst.label if worst and worst.n >= shell.outcomes else ""
    return replace(shell, state=state, values=(), outcomes=0, variable=named)


def _state(spec: ModelSpec, shell: Imputation, taken: Sequence[CovariatePattern]) -> State:
    n = sum(one.n for one in taken)
    if not shell.values and not shell.outcomes:
        return "nothing missing"
    if n > MOST_PATIENTS:
        return "too many"
    if any(gaps > (1 - LEAST_RECORDED) * n for gaps in (*(one.n for one in shell.values), shell.outcomes)):
        return "hardly recorded"
    outcomes = {responds(spec.analysis_set, one.outcome) for one in taken if no_outcome(spec, one) is None}
    if spec.kind == "logistic" and len(outcomes) < 2:
        return "one outcome"
    return "few complete" if shell.complete < FEWEST_COMPLETE else "done"


def _numeric(term: Term) -> bool:
    return term.form in ("linear", "spline")


def _sets(spec: ModelSpec, people: Sequence[CovariatePattern], done: Imputation) -> Completed:
    """The data sets themselves. Groups between cut points are imputed as groups, as they are recorded here."""
    columns = [[one.values[place] for one in people] for place in range(len(spec.main_terms))]
    numeric = [_numeric(term) for term in spec.main_terms]
    known = [sorted({value for value in column if value is not None}, key=str) for column in columns]
    covariates = [
        _number(column) if number else _levels(column, found)
        for column, number, found in zip(columns, numeric, known, strict=True)
    ]
    outcome = _outcome(spec, people)
    drawn = impute([*covariates, outcome], m=done.sets, cycles=done.cycles, seed=done.seed)
    values = [
        flat if number else [found[int(value)] for value in flat]
        for flat, number, found in zip((one.reshape(-1).tolist() for one in drawn), numeric, known, strict=False)
    ]
    return _stacked(spec, people, list(zip(*values, strict=True)), drawn[-1].reshape(-1).tolist())


def _stacked(
    spec: ModelSpec, people: Sequence[CovariatePattern], values: Sequence[tuple[Value, ...]], outcomes: Sequence[float]
) -> Completed:
    logit = spec.kind == "logistic"
    return Completed(
        patterns=tuple(CovariatePattern(row, Outcome.MISSING, None, 1) for row in values),
        n=(1,) * len(outcomes),
        events=tuple(int(y) if logit else 0 for y in outcomes),
        total=tuple(outcomes),
        squares=tuple(y * y for y in outcomes),
        sets=len(outcomes) // len(people),
        recorded=tuple(tuple(value is not None for value in one.values) for one in people),
        assessed=tuple(no_outcome(spec, one) is None for one in people),
    )


def _number(column: Sequence[Value]) -> Incomplete:
    return incomplete([None if value is None else float(value) for value in column])


def _levels(column: Sequence[Value], found: Sequence[Value]) -> Incomplete:
    codes = {value: float(at) for at, value in enumerate(found)}
    return incomplete([None if value is None else codes[value] for value in column], len(found))


def _outcome(spec: ModelSpec, people: Sequence[CovariatePattern]) -> Incomplete:
    """Response as two levels, or the improvement rate; missing where it was not assessed."""
    if spec.kind == "least_squares":
        return _number([one.improvement for one in people])
    known = [responds(spec.analysis_set, one.outcome) if no_outcome(spec, one) is None else None for one in people]
    return incomplete([None if one is None else float(one) for one in known], 2)
