"""Plots of diagnostics draw the numbers of their result and nothing else."""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import pytest

from core.analysis.diagnostics import diagnose_model
from core.charts.calibration import calibration
from core.charts.influence import LABELLED, influence
from core.charts.residual_quantiles import residual_quantiles
from core.charts.residuals import residuals
from core.charts.roc import roc
from core.domain.diagnostics import Diagnostics
from core.domain.model import ModelResult
from core.store.cohort_store import CohortStore
from core.words.diagnostic_plots import EXPECTED, OBSERVED, OTHERS, RESPONDERS
from core.words.numbers import percent, rate_interval
from tests.building import model

Draw = Callable[[ModelResult, Diagnostics], go.Figure]
LINEAR: dict[str, Any] = {"kind": "least_squares"}
CHARTS: dict[str, tuple[Draw, dict[str, Any]]] = {
    "roc": (roc, {}), "calibration": (calibration, {}), "influence": (influence, {}), "influence, slopes": (influence, LINEAR),
    "residuals": (residuals, LINEAR), "quantiles": (residual_quantiles, LINEAR),
}  # fmt: skip


def both(store: CohortStore, where: str = "", **more: Any) -> tuple[ModelResult, Diagnostics]:
    result = model(store, where, **more)
    return result, diagnose_model(store, result)


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_result_gives_the_same_figure_with_words_for_those_who_cannot_see_it(
    reference: CohortStore, name: str
) -> None:
    draw, more = CHARTS[name]
    first, second = (draw(*both(reference, **more)) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert "70 patients" in first.layout.meta["alt"] or "1/14 responded" in first.layout.meta["alt"]
    assert first.layout.height > 100


def test_the_curve_is_the_points_of_the_result_with_the_area_beside(reference: CohortStore) -> None:
    result, found = both(reference)
    figure = roc(result, found)
    assert list(figure.data[0].x) == pytest.approx([100 * one.false_positive for one in found.roc])
    assert list(figure.data[0].y) == pytest.approx([100 * one.sensitivity for one in found.roc])
    assert figure.layout.annotations[0].text == "AUC 0.87 (0.79 to 0.96), DeLong 95%<br>Corrected for optimism 0.79"


def test_every_group_stands_at_its_risk_with_counts_and_interval(reference: CohortStore) -> None:
    result, found = both(reference)
    figure = calibration(result, found)
    assert found.calibration is not None
    marks = next(trace for trace in figure.data if trace.name == OBSERVED)
    for at, one in enumerate(found.calibration.groups):
        assert marks.x[at] == pytest.approx(100 * one.predicted)
        low, high = marks.y[at] - marks.error_y.arrayminus[at], marks.y[at] + marks.error_y.array[at]
        assert (marks.y[at], low, high) == pytest.approx(
            [100 * (part or 0) for part in (one.observed.value, one.observed.low, one.observed.high)], abs=1e-9
        )
        assert marks.text[at].strip() == f"{one.events}/{one.n}"
        assert f"{percent(one.observed.value)} ({rate_interval(one.observed)})" in marks.customdata[at][1]
    line = next(trace for trace in figure.data if trace.name == EXPECTED)
    assert list(zip(line.x, line.y, strict=True)) == [(100 * a, 100 * b) for a, b in found.calibration.expected]


@pytest.mark.parametrize("kind", ["logistic", "least_squares"])
def test_every_patient_has_a_stem_and_the_largest_their_pseudonym(reference: CohortStore, kind: str) -> None:
    result, found = both(reference, kind=kind)
    figure = influence(result, found)
    tops = [trace for trace in figure.data if trace.customdata is not None]
    drawn = {x: y for trace in tops for x, y in zip(trace.x, trace.y, strict=True)}
    assert drawn == {at: one.cook for at, one in enumerate(found.patients)}
    named = {text for trace in tops for text in trace.text if text}
    order = sorted(found.patients, key=lambda one: -(one.cook or 0))
    assert named == {one.patient_id for one in order[:LABELLED]}
    assert [trace.name for trace in tops] == ([RESPONDERS, OTHERS] if kind == "logistic" else [tops[0].name])
    if kind == "logistic":
        assert len(tops[0].x) == result.events


def test_residuals_and_quantiles_are_those_of_the_result_with_pseudonyms(reference: CohortStore) -> None:
    result, found = both(reference, **LINEAR)
    dots = residuals(result, found).data[0]
    assert list(zip(dots.x, dots.y, strict=True)) == [(one.fitted, one.residual) for one in found.residuals]
    assert [data[1].split(":")[0] for data in dots.customdata] == [one.patient_id for one in found.residuals]
    low, high, marks = residual_quantiles(result, found).data
    assert sorted(zip(marks.x, marks.y, strict=True)) == sorted((one.expected, one.studentised) for one in found.residuals)
    assert all(a < x < b for a, x, b in zip(low.y, marks.x, high.y, strict=True))


def test_pseudonyms_are_never_read_as_markup(make_store: Callable[..., CohortStore]) -> None:
    people = [(f"<b>{at}</b>", at) for at in range(12)]
    store = make_store(
        patient=[{"patient_id": one, "sex": "FM"[at % 2], "age_years": 20 + 3 * at} for one, at in people],
        visit=[
            {"patient_id": one, "month": month, "salt": 90 if not month else 10 + 60 * (at % 3 == 0) + at}
            for one, at in people
            for month in (0, 9)
        ],
    )
    for kind in ("logistic", "least_squares"):
        result, found = both(store, terms="sex=M", kind=kind)
        assert len(found.patients) == 12
        for draw in (influence, residuals, residual_quantiles):
            assert "<b>" not in draw(result, found).to_json().replace("\\u003c", "<")
