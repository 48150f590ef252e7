"""What a logistic model predicts for a profile, and what became of the patients like it."""

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from itertools import accumulate, combinations
from math import floor

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
from core.stats.summaries import Counted, mean_sd
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
        unseen=_unseen(frame, axes, patient),
    )


def _unseen(frame: Frame, axes: tuple[Axis, ...], patient: CovariatePattern) -> tuple[tuple[str, str], ...]:
    """The pairs of terms with levels of which nobody used has those of the patient together."""
    has = {axis.term.variable: _with_level(frame, axis, patient) for axis in axes if axis.levels}
    return tuple((one, other) for one, other in combinations(has, 2) if not has[one] & has[other])


def _with_level(frame: Frame, axis: Axis, patient: CovariatePattern) -> set[int]:
    """The patterns that have the patient's level of a term."""
    wanted = _text(patient.values[axis.place])
    return {at for at, one in enumerate(frame.used.patterns) if _text(one.values[axis.place]) == wanted}


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
    spread = mean_sd(values).sd or 0.0
    return Setting(
        variable=axis.term.variable,
        label=axis.label,
        unit=chosen.unit,
        value="",
        usual=number(_middle(values)),
        low=values[0][0],
        high=values[-1][0],
        step=chosen.step,
        near=round(floor(LIKE_SD * spread / chosen.step) * chosen.step, 6),
    )


def _middle(values: Counted) -> float:
    """The median as a value that somebody has: of two in the middle the lower."""
    ends = list(accumulate(n for _, n in values))
    return values[bisect_left(ends, (ends[-1] + 1) // 2)][0]


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
