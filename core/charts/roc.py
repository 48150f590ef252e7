"""The ROC curve of a logistic model, with chance and the area."""

import plotly.graph_objects as go

from core.charts.rows import diagonal, note_at, percent_axis
from core.charts.theme import ACCENT, Spec, assembled, base_layout
from core.domain.diagnostics import Diagnostics, RocPoint
from core.domain.model import ModelResult
from core.words.diagnostic_plots import CHANCE, FALSE_POSITIVE, HEADINGS, SENSITIVITY, area_lines, cut_words, roc_words

HEIGHT = 420


def roc(model: ModelResult, found: Diagnostics) -> go.Figure:
    """Sensitivity over false positives at every distinct predicted risk; the diagonal is chance."""
    layout = base_layout()
    layout["height"] = HEIGHT
    layout["meta"] = {"alt": f"{HEADINGS['roc']}. {roc_words(model, found)}"}
    layout["showlegend"] = False
    layout["margin"]["r"] = 24
    layout["xaxis"].update(percent_axis() | {"range": [-1, 101], "title": {"text": FALSE_POSITIVE}})
    layout["yaxis"].update(percent_axis() | {"range": [-1, 101], "title": {"text": SENSITIVITY}})
    layout["shapes"] = [diagonal(0, 100)]
    if found.roc:
        chance = {"x": 51, "y": 49, "xanchor": "left", "yanchor": "top", "text": CHANCE, "showarrow": False}
        layout["annotations"] = [note_at(0.98, 0.04, "<br>".join(area_lines(found))), chance]
    return assembled([_curve(found.roc)], layout)


def _curve(points: tuple[RocPoint, ...]) -> Spec:
    return {
        "type": "scatter",
        "x": [100 * one.false_positive for one in points],
        "y": [100 * one.sensitivity for one in points],
        "mode": "lines+markers",
        "line": {"color": ACCENT, "width": 2},
        "marker": {"size": 4, "color": ACCENT},
        "customdata": [[None, cut_words(one)] for one in points],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
