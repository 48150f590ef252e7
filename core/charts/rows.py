"""Rows shared by the horizontal charts: a dot with its interval, and a column of words at the right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.charts.theme import ACCENT, INTERVAL, REFERENCE_LINE, Spec

ROW = 40  # pixels
AXIS = 60
LETTER = 7.3  # pixels a letter of the column of words takes
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One row: its label, the estimate with its limits (None where there is none) and the words at the right."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    colour: str = ACCENT


def dots(rows: Sequence[Dot]) -> Spec:
    """A dot a row, with its interval."""
    drawn = [(position, row) for position, row in enumerate(rows) if row.value is not None]
    values = [row.value or 0.0 for _, row in drawn]
    return {
        "type": "scatter",
        "x": values,
        "y": [position for position, _ in drawn],
        "mode": "markers",
        "marker": {"size": 12, "color": [row.colour for _, row in drawn]},
        "error_x": interval(
            values,
            [value if row.low is None else row.low for value, (_, row) in zip(values, drawn, strict=True)],
            [value if row.high is None else row.high for value, (_, row) in zip(values, drawn, strict=True)],
            ACCENT,
        ),
        "customdata": [[position, row.label, row.text] for position, row in drawn],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        "showlegend": False,
    }


def interval(values: Sequence[float], lows: Sequence[float], highs: Sequence[float], colour: str, width: float = 2) -> Spec:
    """The bars of an interval around each value, between its limits."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value for high, value in zip(highs, values, strict=True)],
        "arrayminus": [value - low for low, value in zip(lows, values, strict=True)],
        "thickness": width,
        "width": 4,
        "color": colour,
    }


def bar_part(values: Sequence[float], colour: str, name: str, said: Sequence[str]) -> Spec:
    """One part of a bar a row: how long it is, and what is said of it; a legend entry where it has a name."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": list(range(len(values))),
        "width": 0.62,
        "name": name,
        "showlegend": bool(name),
        "marker": {"color": colour},
        "customdata": [[place, shown(text)] for place, text in enumerate(said)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def bar_whiskers(found: Sequence[Sequence[float]]) -> Spec:
    """The interval of each whole bar, (value, low, high) a row, on marks that are not seen."""
    values, lows, highs = ([row[at] for row in found] for at in range(3))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": list(range(len(values))),
        "marker": {"size": 1, "color": INTERVAL},
        "error_x": interval(values, lows, highs, INTERVAL, width=1.8),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def line_at(x: float, dash: str = "solid", name: str = "") -> Spec:
    """An upright line behind the marks, the whole height of the chart; with a name it stands in the legend."""
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
            "line": {"color": REFERENCE_LINE, "width": 1.5, "dash": dash}, **_named(name)}  # fmt: skip


def _named(name: str) -> Spec:
    return {"name": name, "showlegend": True} if name else {}


def level_line(y: float, dash: str = "solid", colour: str = REFERENCE_LINE) -> Spec:
    """A level line behind the marks, the whole width of the chart."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below",
            "line": {"color": colour, "width": 1.5, "dash": dash}}  # fmt: skip


def diagonal(low: float, high: float, name: str = "") -> Spec:
    """A dotted line of equal values on both axes, behind the marks; with a name it stands in the legend."""
    return {"type": "line", "x0": low, "x1": high, "y0": low, "y1": high, "layer": "below",
            "line": {"color": REFERENCE_LINE, "width": 1.5, "dash": "dot"}, **_named(name)}  # fmt: skip


def above(x: float, text: str) -> Spec:
    """The name of an upright line, above the plot; x on its axis."""
    return {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "text": text, "showarrow": False}


def note_at(x: float, y: float, text: str) -> Spec:
    """Words in the lower right of the plot, x and y as shares of its width and height."""
    return {"x": x, "xref": "paper", "xanchor": "right", "y": y, "yref": "paper", "yanchor": "bottom", "text": text,
            "showarrow": False, "align": "right"}  # fmt: skip


def words_column(layout: Spec, places: Sequence[float], texts: Sequence[str]) -> None:
    """Adds a column of words right of the plot, as wide as they need, whatever the width of the chart."""
    layout["margin"]["r"] = round(8 + LETTER * max((len(_TAG.sub("", text)) for text in texts), default=0))
    layout["annotations"] = [
        {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": place, "text": text, "showarrow": False, "align": "left"}
        for place, text in zip(places, texts, strict=True)
    ]


def percent_axis() -> Spec:
    """A horizontal axis from 0 to 100%."""
    ticks = [0, 25, 50, 75, 100]
    return {"range": [0, 102], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks], "tickangle": 0}


def shown(text: str) -> str:
    """Text from the data as a chart may draw it: never read as markup."""
    return escape(text, quote=False)


def with_second(text: str, second: str) -> str:
    """A label with a fainter second line below it; the label alone where there is none."""
    return f"{text}  <br><span style='font-size:13px;fill-opacity:0.8'>{second}</span>" if second else text


def label_axis(labels: Sequence[str]) -> Spec:
    """The vertical axis of a chart of rows, first row on top."""
    return {
        "range": [len(labels) - 0.5, -0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": [f"{label}  " for label in labels],
        "showgrid": False,
    }
