"""The response over a number: a curve with its band, and every patient used as a mark above or below."""

import plotly.graph_objects as go

from core.charts.theme import ACCENT, BAND, REFERENCE_LINE, Spec, assembled, base_layout
from core.domain.curve import CurveResult
from core.words.curve import RISK, SEEN, finding, title, value_words
from core.words.numbers import rate_with_interval

HEIGHT = 380
TOP, FOOT = 104, -4  # where the marks of responders and of the others stand, percent


def curve(result: CurveResult) -> go.Figure:
    """Percent over the number."""
    layout = base_layout()
    layout["height"] = HEIGHT
    layout["margin"]["t"] = 40
    layout["meta"] = {"alt": f"{title(result)}. {finding(result)}"}
    layout["xaxis"]["title"] = {"text": f"{result.label}, {result.unit}".strip(", ")}
    ticks = [0, 25, 50, 75, 100]
    layout["yaxis"].update(title={"text": RISK}, range=[-8, 108], tickvals=ticks, ticktext=[f"{tick}%" for tick in ticks])
    return assembled([_limit(result, upper=False), _limit(result, upper=True), _line(result), _marks(result)], layout)


def _limit(result: CurveResult, *, upper: bool) -> Spec:
    """One edge of the band; the upper one fills down to the lower."""
    values = [one.risk.high if upper else one.risk.low for one in result.points]
    return {
        "type": "scatter",
        "x": [one.at for one in result.points],
        "y": [100 * (value or 0.0) for value in values],
        "mode": "lines",
        "line": {"width": 0, "color": ACCENT},
        **({"fill": "tonexty", "fillcolor": BAND} if upper else {}),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _line(result: CurveResult) -> Spec:
    return {
        "type": "scatter",
        "x": [one.at for one in result.points],
        "y": [100 * (one.risk.value or 0.0) for one in result.points],
        "mode": "lines",
        "name": RISK,
        "line": {"color": ACCENT, "width": 3},
        "customdata": [[None, value_words(result, one.at), rate_with_interval(one.risk)] for one in result.points],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    }


def _marks(result: CurveResult) -> Spec:
    """One mark a value and outcome: patients alike lie on one another."""
    above = [(one.at, TOP) for one in result.seen if one.events]
    below = [(one.at, FOOT) for one in result.seen if one.n > one.events]
    return {
        "type": "scatter",
        "x": [at for at, _ in above + below],
        "y": [place for _, place in above + below],
        "mode": "markers",
        "name": SEEN,
        "marker": {"symbol": "line-ns", "size": 9, "line": {"width": 1.5, "color": REFERENCE_LINE}},
        "hoverinfo": "skip",
    }
