"""Kinds of events over months of treatment as a heat map, with n/N in every cell."""

import plotly.graph_objects as go

from core.charts.rows import label_axis, shown
from core.charts.theme import CELL_INK, CELL_LIGHT, DARK, PALETTE, SEQUENTIAL, Spec, assembled, base_layout
from core.domain.event_months import MonthResult
from core.words.event_months import AXIS, cell_words, column_words, hover_words, name_words

LINE, SPARE, AXES = 19, 13, 90  # pixels
CELL_TEXT = 13
FRAME = 0.92  # of the height of a cell


def event_months(result: MonthResult, alt: str) -> go.Figure:
    """One row a kind of event, the most frequent on top; shades run from nobody to the largest share."""
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    layout["xaxis"].update(
        tickvals=list(range(len(result.columns))),
        ticktext=[column_words(column) for column in result.columns],
        tickfont={"size": CELL_TEXT},
        showgrid=False,
        tickangle=0,
        title={"text": AXIS},
    )
    layout["yaxis"].update(label_axis([shown(name_words(result, row)) for row in result.rows]))
    words = [[cell_words(n, column) for n, column in zip(row.counts, result.columns, strict=True)] for row in result.rows]
    lines = max((text.count("<br>") + 1 for line in words for text in line), default=1)
    layout["xaxis"]["ticks"] = layout["yaxis"]["ticks"] = ""  # which this kind of chart would draw
    layout["height"] = len(result.rows) * (LINE * lines + SPARE) + AXES
    layout["barmode"] = "overlay"
    return assembled([_shades(result, words, dark=False), _shades(result, words, dark=True), _cells(result)], layout)


def _shades(result: MonthResult, words: list[list[str]], *, dark: bool) -> Spec:
    """The cells that take light words, or those that take dark ones: a heat map has one ink, and writes without shade, too.
    (An annotation a cell takes twice as long to draw.)"""
    shares = [[_share(result, y, x) for x in range(len(result.columns))] for y in range(len(result.rows))]
    cells = [
        [(share, text) if (share > DARK) == dark else (None, "") for share, text in zip(*line, strict=True)]
        for line in zip(shares, words, strict=True)
    ]
    return {
        "type": "heatmap",
        "z": [[share for share, _ in line] for line in cells],
        "text": [[text for _, text in line] for line in cells],
        "texttemplate": "%{text}",
        "textfont": {"color": CELL_LIGHT if dark else CELL_INK, "size": CELL_TEXT},
        "zmin": 0,
        "zmax": 1,
        "colorscale": [list(stop) for stop in SEQUENTIAL],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _cells(result: MonthResult) -> Spec:
    """A frame a cell, seen where it is chosen: of the cells of a heat map none can be."""
    places = [(y, x) for y in range(len(result.rows)) for x in range(len(result.columns))]
    return {
        "type": "bar",
        "x": [x for _, x in places],
        "y": [FRAME] * len(places),
        "base": [y - FRAME / 2 for y, _ in places],
        "width": 0.97,
        "marker": {"color": "rgba(0,0,0,0)", "opacity": 0, "line": {"color": PALETTE[1], "width": 3}},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0}},
        "customdata": [[at, shown(hover_words(result, result.rows[y], x))] for at, (y, x) in enumerate(places)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def _share(result: MonthResult, y: int, x: int) -> float:
    """The shade of a cell, 1 for the largest share."""
    return (result.rows[y].rates[x].value or 0.0) / (result.highest or 1.0)
