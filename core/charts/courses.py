"""Parts that charts over months share: the band between quartiles, the axes, and names at the right edge."""

from collections.abc import Sequence

from core.charts.rows import LETTER
from core.charts.theme import Spec, see_through

LINE = 18  # pixels
AROUND = 90  # pixels of a chart's height that are not plot


def quartile_band(months: Sequence[float], lows: Sequence[float], highs: Sequence[float], colour: str) -> list[Spec]:
    """Two traces: the lower edge, and the upper one that fills down to it."""
    lower: Spec = {
        "type": "scatter",
        "mode": "lines",
        "x": list(months),
        "y": list(lows),
        "line": {"width": 0, "color": colour},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return [lower, lower | {"y": list(highs), "fill": "tonexty", "fillcolor": see_through(colour, 0.3)}]


def name_levels(layout: Spec, said: Sequence[tuple[float, str]]) -> None:
    """Adds words right of the plot, each at its height; one too near to an earlier one moves away from it."""
    low, high = layout["yaxis"]["range"]
    step = LINE / (layout["height"] - AROUND) * (high - low)
    placed: list[tuple[float, str]] = []
    for at, text in sorted(said):
        placed.append((max(at, placed[-1][0] + step) if placed else at, text))
    layout["annotations"] = [
        {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": place, "text": text, "showarrow": False}
        for place, text in placed
    ]
    layout["margin"]["r"] = round(12 + LETTER * max((len(text) for _, text in said), default=0))


def month_axis(months: Sequence[float], title: str) -> Spec:
    """The horizontal axis: a tick a month with values."""
    span = [min(months, default=0) - 0.4, max(months, default=1) + 0.4]
    return {"title": {"text": title}, "tickvals": list(months), "showgrid": False, "range": span}


def reach(values: Sequence[float]) -> list[float]:
    """The range of the vertical axis around these values; it does not go below zero where they do not."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.06 * ((high - low) or abs(high) or 1)
    return [max(0.0, low - room) if low >= 0 else low - room, high + room]
