"""What a logistic model predicts for a profile, and what became of the patients like it."""

from collections import Counter
from dataclasses import replace
from math import floor, sqrt

from core.analysis.axes import Axis
from core.analysis.frame import Frame
from core.analysis.supposed import data_of, numbers, own_axes, predicting, with_value
from core.catalogue.lookup import in_order, variable
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter, number
from core.domain.model import ModelSpec
from core.domain.rates import TINY_GROUP
from core.domain.variable import Level
from core.domain.what_if import LIKE_SD, Alike, Profile, Setting, WhatIf
from core.stats.intervals import proportion
from core.stats.prediction import farthest, leverages, predicted
from core.store.cohort_store import CohortStore
from core.store.model_rows import CovariatePattern, Value


def what_if(store: CohortStore, cohort: CohortFilter, spec: ModelSpec, profile: Profile) -> WhatIf:
    """The prediction for a profile; terms it does not name are as usual. Raises RequestError for one the model has not."""
    model, frame, fit = predicting(store, cohort, spec)
    if fit is None or fit.status != "ok":
        return WhatIf(model=model)
    axes, said = own_axes(frame), dict(profile.values)
    settings = tuple(_setting(frame, axis, said.pop(axis.term.variable, "")) for axis in axes)
    if said:
        known = ", ".join(one.variable for one in settings)
        raise RequestError(f"The model has no term {', '.join(said)}. Choose the value of one of: {known}.")
    events, n = sum(frame.used.events), sum(frame.used.n)
    shell = WhatIf(model=model, settings=settings, observed=proportion(events, n, level=spec.level))
    if any(one.problem for one in settings):
        return shell
    patient = frame.used.patterns[0]
    for axis, one in zip(axes, settings, strict=True):
        patient = with_value(patient, axis, one.value if axis.levels else float(one.value))
    (row,) = frame.design_of([patient])
    return replace(
        shell,
        risk=predicted(fit, row, spec.level),
        alike=_alike(shell, frame, axes),
        leverage=float(leverages(fit, [row])[0]),
        farthest=farthest(fit, data_of(frame)),
        unseen=tuple(axis.label for axis in frame.left if axis.of and _unseen(frame, axis, patient)),
    )


def _unseen(frame: Frame, axis: Axis, patient: CovariatePattern) -> bool:
    """True where nobody used has the levels that the patient has in both variables of an interaction."""
    places = [one.place for one in axis.of if one.levels]
    return not any(
        all(_text(one.values[place]) == _text(patient.values[place]) for place in places) for one in frame.used.patterns
    )


def _setting(frame: Frame, axis: Axis, said: str) -> Setting:
    """The term with its usual value and what can be chosen; `said` is the value asked for, "" for the usual one."""
    made = _choice(frame, axis) if axis.levels or variable(frame.catalogue, axis.term.variable).choice else _number(frame, axis)
    return replace(made, value=said or made.usual)


def _choice(frame: Frame, axis: Axis) -> Setting:
    chosen, counts = variable(frame.catalogue, axis.term.variable), Counter[str]()
    for one, n in zip(frame.used.patterns, frame.used.n, strict=True):
        counts[_text(one.values[axis.place])] += n
    unit = f" {chosen.unit}" if chosen.unit else ""
    levels = axis.levels or tuple(Level(value=key, label=chosen.label_of(key) + unit) for key in in_order(chosen, counts))
    return Setting(
        variable=axis.term.variable,
        label=axis.label,
        unit="",
        value="",
        usual=max(levels, key=lambda level: counts[level.value]).value,
        levels=levels,
        counts=tuple(counts[level.value] for level in levels),
    )


def _number(frame: Frame, axis: Axis) -> Setting:
    chosen, values = variable(frame.catalogue, axis.term.variable), numbers(frame, axis)
    mean = sum(values) / len(values)
    spread = sqrt(sum((value - mean) ** 2 for value in values) / max(len(values) - 1, 1))
    return Setting(
        variable=axis.term.variable,
        label=axis.label,
        unit=chosen.unit,
        value="",
        usual=number(values[(len(values) - 1) // 2]),
        low=values[0],
        high=values[-1],
        step=chosen.step,
        near=round(floor(LIKE_SD * spread / chosen.step) * chosen.step, 6),
    )


def _text(value: Value) -> str:
    return number(value) if isinstance(value, float) else str(value)


def _alike(shell: WhatIf, frame: Frame, axes: tuple[Axis, ...]) -> tuple[Alike, ...]:
    """The patients used who are like the profile in every term; where they are few, also the nearest who are not."""
    differ = [
        sum(not _like(axis, one, pattern) for axis, one in zip(axes, shell.settings, strict=True))
        for pattern in frame.used.patterns
    ]
    found = [_within(frame, differ, apart, shell.model.spec.level) for apart in range(len(axes))]
    enough = next((one for one in found if one.n >= TINY_GROUP), found[0])
    return (found[0], enough) if enough.apart else (found[0],)


def _within(frame: Frame, differ: list[int], apart: int, level: float) -> Alike:
    n = sum(n for n, terms in zip(frame.used.n, differ, strict=True) if terms <= apart)
    events = sum(events for events, terms in zip(frame.used.events, differ, strict=True) if terms <= apart)
    return Alike(apart=apart, n=n, events=events, rate=proportion(events, n, level=level))


def _like(axis: Axis, one: Setting, pattern: CovariatePattern) -> bool:
    value = pattern.values[axis.place]
    if one.levels:
        return _text(value) == one.value
    return abs(float(value or 0.0) - float(one.value)) <= one.near + 1e-9
