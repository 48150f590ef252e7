"""Single patients of a model: which pattern each one is counted in, and what each does to the fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isinf

from core.analysis.frame import Frame
from core.analysis.used import is_used
from core.domain.diagnostics import MOST_SINGLE, PatientInfluence, Residual
from core.domain.endpoint import responds
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec
from core.stats.least_squares_diagnostics import SingleChecks
from core.stats.logistic_diagnostics import Checks, limit_of
from core.store.cohort_store import CohortStore
from core.store.model_patients import pattern_patients
from core.store.model_rows import Value
from core.store.queries import Question

Design = tuple[list[tuple[float, ...]], list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """One patient that is used: pseudonym, the values of the terms, and 1 or 0 for response, or the improvement rate."""

    patient_id: str
    values: tuple[Value, ...]
    observed: float


def singles(store: CohortStore, cohort: CohortFilter, spec: ModelSpec, n: int) -> tuple[Single, ...]:
    """The n patients of a model, in the order of the data; nobody where they are more than MOST_SINGLE."""
    if n > MOST_SINGLE:
        return ()
    question = Question(cohort, spec.endpoint, spec.month, spec.window, spec.linear_of == "value")
    rate = spec.kind == "least_squares"
    found = pattern_patients(store, question, spec.main_terms, improvement=rate)
    return tuple(
        Single(
            patient_id=one.patient_id,
            values=one.pattern.values,
            observed=(one.pattern.improvement or 0.0) if rate else float(responds(spec.analysis_set, one.pattern.outcome)),
        )
        for one in found
        if is_used(spec, one.pattern)
    )


def places(frame: Frame) -> list[int]:
    """The columns whose coefficient says something by itself: all but the bends of a spline."""
    return [at for at, column in enumerate(frame.kept) if column.part != "bend"]


def _patterns(frame: Frame) -> dict[tuple[Value, ...], int]:
    """The row of the design that each pattern has."""
    return {pattern.values: at for at, pattern in enumerate(frame.used.patterns)}


def rows(frame: Frame, found: Sequence[Single]) -> Design:
    """The design, one row a patient, and what was observed of each."""
    design, where = frame.used.rows(frame.kept), _patterns(frame)
    return [design[where[one.values]] for one in found], [one.observed for one in found]


def influences(frame: Frame, made: Checks | SingleChecks, found: Sequence[Single]) -> tuple[PatientInfluence, ...]:
    """What each patient does to the fit."""
    shown = [at + 1 for at in places(frame)]
    if isinstance(made, SingleChecks):
        return tuple(_slope_influence(made, shown, at, one) for at, one in enumerate(found))
    assert made.kinds is not None
    where, kinds = _patterns(frame), zip(made.kinds.pattern.tolist(), made.kinds.responder.tolist(), strict=True)
    kind_of = {kind: at for at, kind in enumerate(kinds)}
    patterns = [(where[one.values], one.observed == 1.0, one) for one in found]
    return tuple(_odds_influence(made, shown, (at, kind_of[at, responder]), one) for at, responder, one in patterns)


def _odds_influence(made: Checks, shown: Sequence[int], place: tuple[int, int], one: Single) -> PatientInfluence:
    """`place`: the patient's pattern and kind."""
    pattern, kind = place
    assert made.kinds is not None
    without = [float(made.kinds.without[kind, j]) for j in shown]
    return PatientInfluence(
        patient_id=one.patient_id,
        observed=one.observed,
        fitted=float(made.risk[pattern]),
        leverage=float(made.kinds.leverage[kind]),
        cook=float(made.kinds.cook[kind]) if made.kinds.bounded[kind] else None,
        dfbetas=tuple(float(made.kinds.dfbetas[kind, j]) if isfinite(b) else None for j, b in zip(shown, without, strict=True)),
        without=tuple(limit_of(b) for b in without),
        endless=tuple(at for at, b in enumerate(without) if isinf(b)),
    )


def _slope_influence(made: SingleChecks, shown: Sequence[int], at: int, one: Single) -> PatientInfluence:
    there = made.found
    return PatientInfluence(
        patient_id=one.patient_id,
        observed=one.observed,
        fitted=float(made.fitted[at]),
        leverage=float(there.leverage[at]),
        cook=float(there.cooks_distance[at]) if there.bounded[at] else None,
        dfbetas=tuple(float(there.dfbetas[at, j]) if there.defined[at] else None for j in shown),
        without=tuple(float(made.without[at, j]) if there.bounded[at] else None for j in shown),
    )


def residuals(found: Sequence[Single], made: SingleChecks) -> tuple[Residual, ...]:
    """The residual of each patient of a least squares fit, and where its place among all would put it."""
    return tuple(_residual(made, at, one.patient_id) for at, one in enumerate(found))


def _residual(made: SingleChecks, at: int, patient_id: str) -> Residual:
    there, expected = made.found, made.expected
    known = bool(there.defined[at]) and made.df >= 1
    return Residual(
        patient_id=patient_id,
        fitted=float(made.fitted[at]),
        residual=float(there.residuals[at]),
        studentised=float(there.external[at]) if known else None,
        expected=float(expected.value[at]) if known else None,
        low=float(expected.low[at]) if known else None,
        high=float(expected.high[at]) if known else None,
    )
