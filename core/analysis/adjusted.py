"""Adjusted absolute risks of a logistic model, standardised over the patients it was fitted on."""

from collections.abc import Callable
from dataclasses import dataclass

from core.analysis.axes import Axis
from core.analysis.frame import Frame
from core.analysis.supposed import numbers, own_axes, predicting, with_value
from core.catalogue.lookup import variable
from core.domain.adjusted import AdjustedRisk, AdjustedRisks
from core.domain.filters import CohortFilter, number
from core.domain.model import ModelSpec
from core.domain.terms import slope_label
from core.domain.variable import Level
from core.stats.adjusted_risks import MeanRisk, difference_estimate, mean_risk, risk_estimate
from core.stats.intervals import proportion
from core.stats.prediction import Predictor
from core.store.cohort_store import CohortStore
from core.store.model_rows import Value


def adjusted_risks(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> AdjustedRisks:
    """The adjusted risks of the patients in view. Raises FilterError or RequestError where they cannot be asked for."""
    model, frame, fit = predicting(store, cohort, spec)
    if fit is None or fit.status != "ok":
        return AdjustedRisks(model=model)
    asked = _Supposing(frame, fit, spec.level)
    observed = proportion(sum(frame.used.events), sum(frame.used.n), level=spec.level)
    return AdjustedRisks(
        model=model, observed=observed, risks=tuple(row for axis in own_axes(frame) for row in asked.rows(axis))
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Supposing:
    """Everybody of a frame supposed to be otherwise, one term at a time."""

    frame: Frame
    fit: Predictor
    level: float

    def rows(self, axis: Axis) -> list[AdjustedRisk]:
        """One row a level, the two quartiles of a curve, or one row a line."""
        if axis.levels:
            return self._levels(axis)
        return self._quartiles(axis) if axis.knots else [self._line(axis)]

    def _levels(self, axis: Axis) -> list[AdjustedRisk]:
        assert axis.reference is not None
        reference = self._at(axis, axis.reference.value)
        return [self._level(axis, axis.reference, level, reference) for level in axis.levels]

    def _level(self, axis: Axis, against: Level, level: Level, reference: MeanRisk) -> AdjustedRisk:
        used, one = self.frame.used, self._at(axis, level.value)
        has = [str(pattern.values[axis.place]) == level.value for pattern in used.patterns]
        return AdjustedRisk(
            variable=axis.term.variable,
            label=axis.label,
            value=level.value,
            level=level.label,
            reference="" if level == against else against.label,
            n=sum(n for n, true in zip(used.n, has, strict=True) if true),
            events=sum(events for events, true in zip(used.events, has, strict=True) if true),
            risk=risk_estimate(self.fit, one, self.level),
            difference=None if level == against else difference_estimate(self.fit, one, reference, self.level),
        )

    def _quartiles(self, axis: Axis) -> list[AdjustedRisk]:
        low, _, high = axis.quarters
        unit = variable(self.frame.catalogue, axis.term.variable).unit
        at_low, at_high = self._at(axis, low), self._at(axis, high)
        names = [f"{number(value)} {unit}".strip() for value in (low, high)]
        difference = difference_estimate(self.fit, at_high, at_low, self.level)
        return [
            self._number(axis, names[0], risk=risk_estimate(self.fit, at_low, self.level)),
            self._number(
                axis, names[1], reference=names[0], risk=risk_estimate(self.fit, at_high, self.level), difference=difference
            ),
        ]

    def _line(self, axis: Axis) -> AdjustedRisk:
        per, values = axis.term.per, numbers(self.frame, axis)
        here, there = self._moved(axis, lambda value: value), self._moved(axis, lambda value: float(value or 0.0) + per)
        return self._number(
            axis,
            slope_label(variable(self.frame.catalogue, axis.term.variable), per),
            difference=difference_estimate(self.fit, there, here, self.level),
            beyond=sum(n for value, n in values if value + per > values[-1][0] + 1e-9),
        )

    def _number(self, axis: Axis, level: str, **more: object) -> AdjustedRisk:
        used = self.frame.used
        return AdjustedRisk(
            variable=axis.term.variable,
            label=axis.label,
            level=level,
            n=sum(used.n),
            events=sum(used.events),
            **more,  # type: ignore[arg-type]
        )

    def _at(self, axis: Axis, value: Value) -> MeanRisk:
        return self._moved(axis, lambda _: value)

    def _moved(self, axis: Axis, to: Callable[[Value], Value]) -> MeanRisk:
        patterns = [with_value(one, axis, to(one.values[axis.place])) for one in self.frame.used.patterns]
        return mean_risk(self.fit, self.frame.design_of(patterns), self.frame.used.n)
