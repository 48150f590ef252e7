"""Residuals of a least squares model against what is fitted."""

import plotly.graph_objects as go

from core.charts.rows import level_line, shown
from core.charts.theme import ACCENT, assembled, base_layout
from core.domain.diagnostics import Diagnostics
from core.domain.model import ModelResult
from core.words.diagnostic_plots import FITTED, HEADINGS, RESIDUAL, residual_words, single_words

HEIGHT = 380


def residuals(model: ModelResult, found: Diagnostics) -> go.Figure:
    """A dot a patient about 0."""
    layout = base_layout()
    layout["height"] = HEIGHT
    layout["meta"] = {"alt": f"{HEADINGS['residuals']}. {residual_words(model, found)}"}
    layout["showlegend"] = False
    layout["xaxis"]["title"] = {"text": FITTED}
    layout["yaxis"]["title"] = {"text": RESIDUAL}
    layout["shapes"] = [level_line(0)]
    trace = {
        "type": "scatter",
        "x": [one.fitted for one in found.residuals],
        "y": [one.residual for one in found.residuals],
        "mode": "markers",
        "marker": {"size": 8, "color": ACCENT, "opacity": 0.75},
        "customdata": [[None, shown(single_words(one))] for one in found.residuals],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    return assembled([trace], layout)
