"""Observed against predicted risk of a logistic model."""

import plotly.graph_objects as go

from core.charts.rows import diagonal, interval, percent_axis
from core.charts.theme import ACCENT, FAINT, INTERVAL, PALETTE, Spec, assembled, base_layout
from core.domain.diagnostics import Calibration, Diagnostics
from core.domain.model import ModelResult
from core.words.diagnostic_plots import (
    EXPECTED,
    HEADINGS,
    IDEAL,
    OBSERVED,
    PREDICTED,
    RESPONDED,
    calibration_words,
    group_words,
    groups_words,
)
from core.words.numbers import count

HEIGHT = 420  # the legend takes three lines where the card is narrow
TALLEST = 8  # percent of the axis that the most frequent predicted risk takes
BAR = 1.0  # percent


def calibration(model: ModelResult, found: Diagnostics) -> go.Figure:
    """A dot with its interval a group, responders/patients beside it; the diagonal is perfect, the line is what to expect of
    new patients, and the spikes at the bottom are the predicted risks of all patients."""
    layout = base_layout()
    layout["height"] = HEIGHT
    layout["margin"]["t"] = 40
    said = f"{calibration_words(model, found)} {groups_words(found.calibration)}"
    layout["meta"] = {"alt": f"{HEADINGS['calibration']}. {said}"}
    layout["xaxis"].update(percent_axis() | {"range": [-2, 104], "title": {"text": PREDICTED}})
    layout["yaxis"].update(percent_axis() | {"range": [0, 108], "title": {"text": RESPONDED}})
    layout["shapes"] = [diagonal(0, 100, IDEAL)]
    if found.calibration is None:
        return assembled([], layout)
    return assembled([_risks(found.calibration), _expected(found.calibration), _groups(found.calibration)], layout)


def _risks(found: Calibration) -> Spec:
    most = max((one.n for one in found.risks), default=1)
    return {
        "type": "bar",
        "x": [100 * one.middle for one in found.risks],
        "y": [TALLEST * one.n / most for one in found.risks],
        "width": BAR,
        "marker": {"color": FAINT, "opacity": 0.6},
        "showlegend": False,
        "customdata": [[None, count(one.n, "patient")] for one in found.risks],
        "hovertemplate": "%{customdata[1]} with a predicted risk about %{x:.0f}%<extra></extra>",
    }


def _expected(found: Calibration) -> Spec:
    return {
        "type": "scatter",
        "x": [100 * predicted for predicted, _ in found.expected],
        "y": [100 * expected for _, expected in found.expected],
        "mode": "lines",
        "name": EXPECTED,
        "line": {"color": PALETTE[1], "width": 2},
        "hovertemplate": "%{x:.0f}%: %{y:.0f}%<extra></extra>",
    }


def _groups(found: Calibration) -> Spec:
    values = [100 * (one.observed.value or 0.0) for one in found.groups]
    lows = [100 * (one.observed.low or 0.0) for one in found.groups]
    highs = [100 * (one.observed.high or 0.0) for one in found.groups]
    return {
        "type": "scatter",
        "x": [100 * one.predicted for one in found.groups],
        "y": values,
        "mode": "markers+text",
        "name": OBSERVED,
        "marker": {"size": 11, "color": ACCENT},
        "error_y": interval(values, lows, highs, INTERVAL, 1.6),
        "text": [f" {one.events:,}/{one.n:,}" for one in found.groups],
        "textposition": ["middle left" if one.predicted > 0.8 else "middle right" for one in found.groups],
        "customdata": [[None, group_words(one)] for one in found.groups],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
