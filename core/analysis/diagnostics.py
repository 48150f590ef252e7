"""Diagnostics of the model that the page shows, on the same patients and by the same estimator."""

from core.analysis.frame import Frame
from core.analysis.model import filled, prepared
from core.domain.diagnostics import DRAWS, SEED, Corrected, Diagnostics, Overlap, Range
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec
from core.stats.logistic_diagnostics import Checks, Draws, checks
from core.stats.logistic_estimates import Data
from core.stats.regression.optimism import Corrected as Measured
from core.store.cohort_store import CohortStore


def diagnose(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> Diagnostics:
    """The diagnostics of a logistic model. Raises FilterError or RequestError where it cannot be asked."""
    shell, frame = prepared(store, cohort, spec)
    model = filled(shell, frame)
    empty = Diagnostics(spec=spec, cohort=cohort, provenance=model.provenance, status=model.status)
    if model.status != "ok" or spec.kind != "logistic":
        return empty
    data = Data(frame.used.rows(frame.kept), frame.used.n, frame.used.events)
    names = list(dict.fromkeys(column.variable for column in frame.kept))
    blocks = [[at for at, column in enumerate(frame.kept, start=1) if column.variable == name] for name in names]
    draws = Draws(seed=SEED, n=DRAWS)
    found = checks(data, blocks, draws, penalised=model.estimator == "firth", level=spec.level)
    return empty if found is None else _shown(empty, frame, found, [dict(model.labels)[name] for name in names])


def _shown(empty: Diagnostics, frame: Frame, found: Checks, labels: list[str]) -> Diagnostics:
    better = found.optimism
    terms = {axis.term.variable: axis.label for axis in frame.axes}
    return Diagnostics(
        spec=empty.spec,
        cohort=empty.cohort,
        provenance=empty.provenance,
        status="ok",
        used=better.n_used,
        whole=found.whole,
        shrinkage=found.shrinkage,
        auc=found.auc,
        auc_corrected=better.auc.corrected if better.auc else None,
        brier=_corrected(better.brier),
        slope=_corrected(better.slope),
        nagelkerke=found.nagelkerke,
        condition=found.condition,
        overlaps=tuple(Overlap(label=label, inflation=one) for label, one in zip(labels, found.overlaps, strict=True)),
        ranges=tuple(
            Range(label=terms[column.variable], level=column.label, estimate=value, low=low, high=high)
            for column, (value, low, high) in zip(frame.kept, found.ranges, strict=True)
        ),
    )


def _corrected(one: Measured | None) -> Corrected | None:
    return Corrected(apparent=one.apparent, corrected=one.corrected) if one else None
