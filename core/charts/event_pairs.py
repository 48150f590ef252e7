"""Adverse events of a group against the reference group: dots with differences, a butterfly, a volcano."""

from math import log10

import plotly.graph_objects as go

from core.charts.rows import interval, label_axis, level_line, line_at, shown, words_column
from core.charts.theme import ACCENT, FAINT, INTERVAL, PALETTE, Spec, assembled, base_layout
from core.domain.events import EventCount, EventResult, EventRow
from core.words.cohort import group_label
from core.words.event_groups import DIFFERENCE_AXIS, NOTABLE, P_AXIS, RATE_AXIS, notable, pair_words, point_words
from core.words.event_names import row_label

ROW, AXIS, LEGEND, VOLCANO = 34, 84, 46, 420  # pixels
LEFT, RIGHT = (0.0, 0.44), (0.52, 1.0)  # of the plot: rates, differences
NAMED = 6  # marks of a volcano that carry their name
SMALLEST_P = 1e-6


def event_dots(result: EventResult, rows: tuple[EventRow, ...], at: int, alt: str) -> go.Figure:
    """A row a kind of event: both rates at the left, their difference with its interval at the right."""
    layout = _layout(rows, alt)
    layout["xaxis"].update(domain=list(LEFT), rangemode="tozero", title={"text": RATE_AXIS}, ticksuffix="%", nticks=5)
    layout["xaxis2"] = {
        **base_layout()["xaxis"],
        "domain": list(RIGHT),
        "anchor": "y",
        "title": {"text": DIFFERENCE_AXIS},
        "nticks": 6,
    }
    layout["shapes"] = [{**line_at(0), "xref": "x2"}]
    words_column(layout, range(len(rows)), [pair_words(row.groups[at]) for row in rows])
    sides = ((result.reference_at or 0, FAINT, "square"), (at, ACCENT, "circle"))
    marks = [_rates(result, rows, place, (colour, symbol)) for place, colour, symbol in sides]
    return assembled([*marks, _differences(result, rows, at)], layout)


def event_butterfly(result: EventResult, rows: tuple[EventRow, ...], at: int, alt: str) -> go.Figure:
    """A row a kind of event: the reference to the left, the group to the right."""
    layout = _layout(rows, alt)
    reference = result.reference_at or 0
    widest = max((_percent(row.groups[place]) for row in rows for place in (reference, at)), default=1.0) or 1.0
    ticks = [widest * part for part in (-1, -0.5, 0, 0.5, 1)]
    layout["xaxis"].update(
        range=[-1.08 * widest, 1.08 * widest],
        tickvals=ticks,
        ticktext=[f"{abs(tick):.0f}%" for tick in ticks],
        title={"text": RATE_AXIS},
    )
    layout["barmode"] = "relative"
    layout["shapes"] = [line_at(0)]
    words_column(layout, range(len(rows)), [pair_words(row.groups[at]) for row in rows])
    bars = [_wing(result, rows, reference, (-1, FAINT)), _wing(result, rows, at, (1, ACCENT))]
    return assembled(bars, layout)


def event_volcano(result: EventResult, rows: tuple[EventRow, ...], at: int, alt: str) -> go.Figure:
    """A mark a kind of event: difference to the right, smaller p higher; what is left after adjusting stands out."""
    tested = [row for row in rows if row.kind != "any" and row.groups[at].test and row.groups[at].difference]
    known = [row for row in tested if _p(row.groups[at]) is not None]
    heights = [-log10(max(_p(row.groups[at]) or 0.0, SMALLEST_P)) for row in known]
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    points = [100 * (_value(row.groups[at]) or 0) for row in known]
    widest = 1.3 * max([1.0, *map(abs, points)])
    layout["xaxis"].update(title={"text": DIFFERENCE_AXIS}, range=[-widest, widest])
    ticks = [1.0, 0.2, NOTABLE, 0.01, 0.001, 1e-4, 1e-5, SMALLEST_P]
    layout["yaxis"].update(
        title={"text": P_AXIS},
        range=[-0.1, max([1.6, *heights]) * 1.12],
        tickvals=[-log10(tick) for tick in ticks],
        ticktext=[f"{tick:g}" for tick in ticks],
    )
    layout["shapes"] = [line_at(0), level_line(-log10(NOTABLE), "dot")]
    layout["height"] = VOLCANO
    layout["margin"]["t"] = 24
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": points,
        "y": heights,
        "text": _names(known, points, heights),
        "textposition": "top center",
        "marker": {
            "size": [9 + min(12, row.overall.patients**0.5) for row in known],
            "color": [PALETTE[1] if notable(row.groups[at]) else ACCENT for row in known],
            "opacity": 0.8,
        },
        "customdata": [[rows.index(row), shown(point_words(row, at, result))] for row in known],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }
    return assembled([trace], layout)


def _names(rows: list[EventRow], points: list[float], heights: list[float]) -> list[str]:
    """The names of the highest marks; those at one place share a label."""
    names: dict[tuple[float, float], list[str]] = {}
    places = [(round(x, 1), round(y, 2)) for x, y in zip(points, heights, strict=True)]
    for place, row in zip(places, rows, strict=True):
        names.setdefault(place, []).append(shown(row_label(row)))
    named = set(sorted(names, key=lambda place: -place[1])[:NAMED])
    return [", ".join(names.pop(place)) if place in named and place in names else "" for place in places]


def _layout(rows: tuple[EventRow, ...], alt: str) -> Spec:
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    labels = [f"<b>{shown(row_label(row))}</b>" if row.kind == "any" else shown(row_label(row)) for row in rows]
    layout["yaxis"].update(label_axis(labels))
    layout["height"] = len(rows) * ROW + AXIS + LEGEND
    layout["margin"]["t"] = LEGEND
    return layout


def _rates(result: EventResult, rows: tuple[EventRow, ...], at: int, look: tuple[str, str]) -> Spec:
    colour, symbol = look
    return {
        "type": "scatter",
        "mode": "markers",
        "name": shown(group_label(result.groups[at])),
        "x": [_percent(row.groups[at]) for row in rows],
        "y": list(range(len(rows))),
        "marker": {"size": 12, "color": colour, "symbol": symbol},
        "cliponaxis": False,
        "customdata": [[place, _count_words(row, at)] for place, row in enumerate(rows)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _differences(result: EventResult, rows: tuple[EventRow, ...], at: int) -> Spec:
    known = [(place, row.groups[at].difference, row) for place, row in enumerate(rows)]
    drawn = [(place, found, row) for place, found, row in known if found and found.value is not None]
    values, lows, highs = (
        [100 * (part or 0) for part in parts]
        for parts in ([f.value for _, f, _ in drawn], [f.low for _, f, _ in drawn], [f.high for _, f, _ in drawn])
    )
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": "x2",
        "x": values,
        "y": [place for place, _, _ in drawn],
        "marker": {"size": 10, "color": ACCENT},
        "error_x": interval(values, lows, highs, INTERVAL),
        "customdata": [[place, shown(point_words(row, at, result))] for place, _, row in drawn],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def _wing(result: EventResult, rows: tuple[EventRow, ...], at: int, look: tuple[int, str]) -> Spec:
    side, colour = look
    return {
        "type": "bar",
        "orientation": "h",
        "name": shown(group_label(result.groups[at])),
        "x": [side * _percent(row.groups[at]) for row in rows],
        "y": list(range(len(rows))),
        "width": 0.62,
        "marker": {"color": colour},
        "customdata": [[place, _count_words(row, at)] for place, row in enumerate(rows)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _count_words(row: EventRow, at: int) -> str:
    one = row.groups[at]
    return f"{shown(row_label(row))}: {one.patients}/{one.n}"


def _percent(one: EventCount) -> float:
    return 100 * (one.rate.value or 0)


def _value(one: EventCount) -> float | None:
    return one.difference.value if one.difference else None


def _p(one: EventCount) -> float | None:
    return one.test.p if one.test else None
