"""A fitted model under other values than its patients have: what if everybody, or one patient, were otherwise."""

from collections import Counter
from dataclasses import replace

from core.analysis.axes import Axis
from core.analysis.frame import Frame
from core.analysis.model import check_together, filled, prepared
from core.domain.filters import CohortFilter
from core.domain.model import ModelResult, ModelSpec
from core.stats.logistic_estimates import Data
from core.stats.prediction import Predictor, predictor
from core.store.cohort_store import CohortStore
from core.store.model_rows import CovariatePattern, Value


def predicting(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> tuple[ModelResult, Frame, Predictor | None]:
    """The model, its frame and what it predicts from: None where it is no logistic one or has no estimates. Complete cases:
    nothing is imputed. Raises RequestError for terms that are not fitted together."""
    check_together(spec)
    spec = spec.complete_cases
    shell, frame = prepared(store, cohort, spec)
    model = filled(shell, frame)
    if model.status != "ok" or spec.kind != "logistic":
        return model, frame, None
    return model, frame, predictor(data_of(frame), penalised=model.estimator == "firth")


def data_of(frame: Frame) -> Data:
    """The patients used, as the fit takes them."""
    return Data(frame.used.rows(frame.kept), frame.used.n, frame.used.events)


def own_axes(frame: Frame) -> tuple[Axis, ...]:
    """The terms of one variable each that the model kept; interactions change with their variables."""
    return tuple(axis for axis in frame.left if not axis.of)


def numbers(frame: Frame, axis: Axis) -> list[tuple[float, int]]:
    """The values of a numeric term, in ascending order, each with the patients used who have it."""
    found: Counter[float] = Counter()
    for one, n in zip(frame.used.patterns, frame.used.n, strict=True):
        found[float(one.values[axis.place] or 0.0)] += n
    return sorted(found.items())


def with_value(pattern: CovariatePattern, axis: Axis, value: Value) -> CovariatePattern:
    """The pattern with another value of one term."""
    return replace(pattern, values=(*pattern.values[: axis.place], value, *pattern.values[axis.place + 1 :]))
