"""Diagnostics of the model that the page shows, on the same patients and by the same estimator."""

from dataclasses import replace

from core.analysis.frame import Frame
from core.analysis.model import filled, prepared
from core.domain.diagnostics import DRAWS, SEED, Diagnostics, Overlap, Range
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec
from core.stats.logistic_diagnostics import Checks, Draws, checks
from core.stats.logistic_estimates import Data
from core.store.cohort_store import CohortStore


def diagnose(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> Diagnostics:
    """The diagnostics of a logistic model. Raises FilterError or RequestError where it cannot be asked."""
    shell, frame = prepared(store, cohort, spec)
    model = filled(shell, frame)
    empty = Diagnostics(spec=spec, cohort=cohort, provenance=model.provenance, status=model.status)
    if model.status != "ok" or spec.kind != "logistic":
        return empty
    data = Data(frame.used.rows(frame.kept), frame.used.n, frame.used.events)
    draws = Draws(seed=SEED, n=DRAWS)
    found = checks(data, list(frame.blocks.values()), draws, penalised=model.estimator == "firth", level=spec.level)
    return empty if found is None else _shown(empty, frame, found)


def _shown(empty: Diagnostics, frame: Frame, found: Checks) -> Diagnostics:
    better, labels = found.optimism, frame.labels
    return replace(
        empty,
        used=better.n_used,
        whole=found.whole,
        shrinkage=found.shrinkage,
        auc=found.auc,
        auc_corrected=better.auc.corrected if better.auc else None,
        brier=better.brier,
        slope=better.slope,
        nagelkerke=found.nagelkerke,
        condition=found.condition,
        overlaps=tuple(
            Overlap(label=labels[name], inflation=one) for name, one in zip(frame.blocks, found.overlaps, strict=True)
        ),
        ranges=tuple(
            Range(label=labels[column.variable], level=column.label, estimate=value, low=low, high=high)
            for column, (value, low, high) in zip(frame.kept, found.ranges, strict=True)
        ),
    )
