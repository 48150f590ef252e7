"""The response over a number as a smooth curve."""

from collections.abc import Sequence
from dataclasses import replace

from core.analysis.frame import Frame
from core.analysis.supposed import predicting
from core.catalogue.lookup import variable
from core.domain.curve import CurvePoint, CurveResult, Seen
from core.domain.cut_scan import ScanSpec
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec
from core.domain.terms import USUAL_KNOTS, Term
from core.stats.prediction import predicted
from core.store.cohort_store import CohortStore

STEPS = 60


def curve(store: CohortStore, cohort: CohortFilter, spec: ScanSpec) -> CurveResult:
    """The curve of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    asked = ModelSpec(
        kind="logistic",
        endpoint=spec.endpoint,
        month=spec.month,
        window=spec.window,
        analysis_set=spec.analysis_set,
        terms=(Term(variable=spec.variable, form="spline", knots=USUAL_KNOTS),),
        level=spec.level,
    )
    model, frame, fit = predicting(store, cohort, asked)
    chosen = variable(store.catalogue, spec.variable)
    shell = CurveResult(spec=spec, model=model, label=chosen.label, unit=chosen.unit, knots=frame.axes[0].knots)
    if fit is None or fit.status != "ok":
        return shell
    seen = _seen(frame)
    places = _grid([one.at for one in seen])
    rows = frame.design_of([replace(frame.used.patterns[0], values=(at,)) for at in places])
    points = [CurvePoint(at=at, risk=predicted(fit, row, spec.level)) for at, row in zip(places, rows, strict=True)]
    return replace(shell, points=tuple(points), seen=seen)


def _seen(frame: Frame) -> tuple[Seen, ...]:
    used = frame.used
    found = [
        Seen(at=float(pattern.values[0] or 0.0), events=events, n=n)
        for pattern, events, n in zip(used.patterns, used.events, used.n, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _grid(values: Sequence[float]) -> list[float]:
    """Equal steps from the smallest to the largest value."""
    low, high = values[0], values[-1]
    return [low + (high - low) * step / STEPS for step in range(STEPS + 1)]
