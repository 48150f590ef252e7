"""Diagnostics of the model that the page shows, on the same patients and by the same estimator."""

from collections.abc import Sequence
from dataclasses import replace

from core.analysis.frame import Frame
from core.analysis.model import check_together, fit_model, prepared
from core.analysis.single_patients import Single, influences, places, residuals, rows, singles
from core.analysis.supposed import data_of
from core.domain.diagnostics import DRAWS, Diagnostics, LinearChecks, Overlap, Range
from core.domain.filters import CohortFilter
from core.domain.model import SEED, ModelResult, ModelSpec
from core.stats.least_squares_diagnostics import LinearMeasures, SingleChecks, linear_measures, single_checks
from core.stats.logistic_diagnostics import Checks, Draws, checks
from core.stats.slopes import Sums
from core.store.cohort_store import CohortStore

Limits = tuple[float | None, float | None, float | None]


def diagnose(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> Diagnostics:
    """The diagnostics of a model. Raises FilterError or RequestError where it cannot be asked."""
    return diagnose_model(store, fit_model(store, cohort, spec))


def diagnose_model(store: CohortStore, model: ModelResult) -> Diagnostics:
    """The diagnostics of a model that is fitted already: of the estimator that it took. Where values are imputed, those of the
    same question asked of complete cases. Raises RequestError for terms that are not fitted together."""
    check_together(model.spec)
    if model.spec.missing == "multiple":
        model = fit_model(store, model.cohort, model.spec.complete_cases)
    spec = model.spec
    empty = Diagnostics(spec=spec, cohort=model.cohort, provenance=model.provenance, status=model.status)
    if model.status != "ok":
        return empty
    shell, frame = prepared(store, model.cohort, spec)
    if shell.status != "ok":
        return replace(empty, status=shell.status)
    found = singles(store, model.cohort, spec, model.n)
    if spec.kind == "least_squares":
        return _least_squares(empty, frame, found)
    draws = Draws(seed=SEED, n=DRAWS)
    made = checks(data_of(frame), list(frame.blocks.values()), draws, penalised=model.estimator == "firth", level=spec.level)
    return empty if made is None else _logistic(empty, frame, made, found)


def _logistic(empty: Diagnostics, frame: Frame, made: Checks, found: Sequence[Single]) -> Diagnostics:
    better = made.optimism
    return replace(
        empty,
        used=better.n_used,
        separated=better.n_separated,
        whole=made.whole,
        shrinkage=made.shrinkage,
        auc=made.auc,
        auc_corrected=better.auc.corrected if better.auc else None,
        brier=made.brier,
        brier_corrected=better.brier.corrected if better.brier else None,
        slope=better.slope,
        nagelkerke=made.nagelkerke,
        condition=made.condition,
        overlaps=_overlaps(frame, made.overlaps),
        ranges=_ranges(frame, made.ranges),
        scores=made.scores,
        roc=made.roc,
        calibration=made.calibration,
        patients=influences(frame, made, found) if made.kinds else (),
    )


def _least_squares(empty: Diagnostics, frame: Frame, found: Sequence[Single]) -> Diagnostics:
    used = frame.used
    made = linear_measures(Sums(used.rows(frame.kept), used.n, used.total, used.squares), list(frame.blocks.values()))
    if made is None:
        return empty
    single = single_checks(*rows(frame, found)) if found else None
    unknown: list[Limits] = [(value, None, None) for value in made.slopes]
    return replace(
        empty,
        whole=made.whole,
        condition=made.condition,
        overlaps=_overlaps(frame, made.overlaps),
        ranges=_ranges(frame, single.ranges if single else unknown),
        linear=_linear(made, single),
        residuals=residuals(found, single) if single else (),
        patients=influences(frame, single, found) if single else (),
    )


def _linear(made: LinearMeasures, single: SingleChecks | None) -> LinearChecks:
    known = LinearChecks(r2=made.r2, adjusted_r2=made.adjusted_r2, residual_sd=made.residual_sd)
    if single is None:
        return known
    return replace(
        known,
        predicted_r2=single.predicted_r2,
        equal_variances=single.equal_variances,
        normality=single.normality,
        df=single.df,
    )


def _overlaps(frame: Frame, found: Sequence[float | None]) -> tuple[Overlap, ...]:
    return tuple(Overlap(label=frame.labels[name], inflation=one) for name, one in zip(frame.blocks, found, strict=True))


def _ranges(frame: Frame, found: Sequence[Limits]) -> tuple[Range, ...]:
    shown = [(frame.kept[at], found[at]) for at in places(frame)]
    return tuple(
        Range(label=frame.labels[column.variable], level=column.label, estimate=value, low=low, high=high)
        for column, (value, low, high) in shown
    )
