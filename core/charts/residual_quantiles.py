"""Studentised residuals of a least squares model against the values that normal errors would give."""

import plotly.graph_objects as go

from core.charts.rows import diagonal, shown
from core.charts.theme import ACCENT, FAINT, FAINT_BAND, Spec, assembled, base_layout
from core.domain.diagnostics import Diagnostics, Residual
from core.domain.model import ModelResult
from core.words.diagnostic_plots import EXPECTED_QUANTILE, HEADINGS, STUDENTISED, quantile_words, single_words

HEIGHT = 380


def residual_quantiles(model: ModelResult, found: Diagnostics) -> go.Figure:
    """A dot a patient along the diagonal, with the band in which 95% of the values at each place would lie."""
    layout = base_layout()
    layout["height"] = HEIGHT
    layout["meta"] = {"alt": f"{HEADINGS['quantiles']}. {quantile_words(model, found)}"}
    layout["showlegend"] = False
    layout["xaxis"]["title"] = {"text": EXPECTED_QUANTILE}
    layout["yaxis"]["title"] = {"text": STUDENTISED}
    rows = sorted((one for one in found.residuals if one.expected is not None), key=lambda one: one.expected or 0.0)
    if rows:
        layout["shapes"] = [diagonal(rows[0].expected or 0.0, rows[-1].expected or 0.0)]
    band = [_edge(rows, [one.low for one in rows]), _edge(rows, [one.high for one in rows]) | {"fill": "tonexty"}]
    return assembled([*band, _dots(rows)], layout)


def _edge(rows: list[Residual], values: list[float | None]) -> Spec:
    return {
        "type": "scatter",
        "x": [one.expected for one in rows],
        "y": values,
        "mode": "lines",
        "line": {"color": FAINT, "width": 0.5},
        "fillcolor": FAINT_BAND,
        "hoverinfo": "skip",
    }


def _dots(rows: list[Residual]) -> Spec:
    return {
        "type": "scatter",
        "x": [one.expected for one in rows],
        "y": [one.studentised for one in rows],
        "mode": "markers",
        "marker": {"size": 7, "color": ACCENT, "opacity": 0.8},
        "customdata": [[None, shown(single_words(one))] for one in rows],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
