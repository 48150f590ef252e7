"""Cumulative incidence as steps, a curve a group, with how many are still at risk under the axis."""

from itertools import pairwise

import plotly.graph_objects as go

from core.charts.rows import shown
from core.charts.theme import PALETTE, Spec, assembled, base_layout
from core.domain.filters import number
from core.domain.incidence import IncidenceCurve, IncidenceResult
from core.words.incidence import AT_RISK, MONTHS_AXIS, NONE_YET, SHARE_AXIS, curve_label, step_words

PLOT, LINE, LEGEND = 320, 22, 46  # pixels
BANDS = 2  # curves up to which limits are drawn


def incidence_curves(result: IncidenceResult, alt: str) -> go.Figure:
    """A step line a group; limits as a band where there are one or two."""
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    last = max((curve.followed for curve in result.curves), default=0) or 1.0
    months = result.months
    layout["xaxis"].update(range=[0, 1.01 * last], tickvals=months, ticktext=[number(month) for month in months],
                           title={"text": MONTHS_AXIS}, tickangle=0)  # fmt: skip
    highest = max((100 * (step.high or step.value) for curve in result.curves for step in curve.steps), default=0.0)
    layout["yaxis"].update(range=[0, max(5.0, 1.05 * highest)], title={"text": SHARE_AXIS}, ticksuffix="%")
    below = LINE * (len(result.curves) + 1)
    layout["margin"].update(t=LEGEND, b=64 + below)
    layout["height"] = PLOT + LEGEND + 64 + below
    layout["annotations"] = _at_risk(result, months)
    bands = [_band(curve, PALETTE[at]) for at, curve in enumerate(result.curves)] if len(result.curves) <= BANDS else []
    lines = [_line(curve, PALETTE[at % len(PALETTE)]) for at, curve in enumerate(result.curves)]
    return assembled([*bands, *lines], layout)


def _points(curve: IncidenceCurve) -> list[tuple[float, float, float, float, str]]:
    """Month, share and limits in percent and in words, from the first dose to the last month seen."""
    start = (0.0, 0.0, 0.0, 0.0, NONE_YET)
    found = [
        (step.month, 100 * step.value, 100 * (step.low or step.value), 100 * (step.high or step.value), step_words(step))
        for step in curve.steps
    ]
    end = [(curve.followed, *(found[-1] if found else start)[1:])]
    return [start, *found, *end]


def _line(curve: IncidenceCurve, colour: str) -> Spec:
    points = _points(curve)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": shown(curve_label(curve)),
        "x": [point[0] for point in points],
        "y": [point[1] for point in points],
        "line": {"shape": "hv", "color": colour, "width": 2.5},
        "customdata": [[number(point[0]), point[4]] for point in points],
        "hovertemplate": "Month %{customdata[0]}: %{customdata[1]}<extra></extra>",
        "showlegend": True,
    }


def _band(curve: IncidenceCurve, colour: str) -> Spec:
    """Both limits as one outline, forth along the upper and back along the lower, in steps."""
    points = _points(curve)
    upper = [(month, high) for month, _, _, high, _ in points]
    lower = [(month, low) for month, _, low, _, _ in points]
    outline = [*_stepped(upper), *reversed(_stepped(lower))]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in outline],
        "y": [y for _, y in outline],
        "fill": "toself",
        "fillcolor": colour,
        "opacity": 0.16,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _stepped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of steps that keep each value until the next month."""
    found = [points[0]]
    for (_, before), (month, value) in pairwise(points):
        found += [(month, before), (month, value)]
    return found


def _at_risk(result: IncidenceResult, months: tuple[float, ...]) -> list[Spec]:
    """A line of counts a curve, under the axis, in its colour."""
    shift = 52
    texts: list[tuple[float, int, str, str | None]] = [(0.0, -shift, f"<b>{AT_RISK}</b>", None)]
    for at, curve in enumerate(result.curves):
        colour = PALETTE[at % len(PALETTE)]
        texts += [(month, -shift - LINE * (at + 1), f"{curve.at_risk(month):,}", colour) for month in months]
    return [_under_axis(*text) for text in texts]


def _under_axis(x: float, shift: int, text: str, colour: str | None) -> Spec:
    """A text so many pixels under the plot; a heading from where it starts, a count in the middle of its month."""
    side = {"xanchor": "left"} if colour is None else {"xanchor": "center"}
    return {**side, "x": x, "xref": "x", "y": 0, "yref": "paper", "yanchor": "top", "yshift": shift, "text": text,
            "showarrow": False}  # fmt: skip
