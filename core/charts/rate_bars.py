"""Response rates by group: a bar and interval a group, n/N beside it, published rates below on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

import plotly.graph_objects as go

from core.charts.rows import above, interval, line_at, percent_axis, shown, words_column
from core.charts.theme import ACCENT, FAINT, INTERVAL, PALETTE, REFERENCE_LINE, Spec, assembled, base_layout
from core.domain.catalogue import Benchmark
from core.domain.rates import GroupRate, RateResult
from core.words.benchmarks import benchmark_label, benchmark_text
from core.words.numbers import percent, rate_interval
from core.words.rates import alt, size_mark

BAR, GAP, PUBLISHED_ROW, AXIS = 30, 16, 40, 52  # pixels


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bar of a group stands, in pixels from the top, how thick it is, and its position in the result."""

    y: float
    thickness: float
    group: GroupRate
    position: int


def rate_bars(result: RateResult, *, benchmarks: tuple[Benchmark, ...] = ()) -> go.Figure:
    """One row a group, in the order of the result; where there is a second grouping, a bar a split side by side."""
    splits = list(dict.fromkeys(group.levels[1].label for group in result.groups if len(group.levels) > 1))
    groups = result.groups or (result.overall,)
    labels = list(dict.fromkeys(group.levels[0].label if group.levels else "All in view" for group in groups))
    per_row = len(splits) or 1
    row = BAR * per_row + GAP
    places = [_place(position, per_row, group) for position, group in enumerate(groups)]
    below = [len(labels) * row + (position + 0.5) * PUBLISHED_ROW for position in range(len(benchmarks))]
    layout = _layout(result, bool(splits), [(position + 0.5) * row for position in range(len(labels))] + below)
    layout["yaxis"]["ticktext"] = [f"{shown(label)}  " for label in labels] + [_published_label(one) for one in benchmarks]
    texts = [_text(place.group) for place in places] + [_published_text(one) for one in benchmarks]
    words_column(layout, [place.y for place in places] + below, texts)
    if layout.get("shapes") and not splits:
        layout["annotations"].append(above(100 * (result.overall.rate.value or 0), _all(result)))
    total = len(labels) * row + len(benchmarks) * PUBLISHED_ROW
    layout["yaxis"]["range"] = [total, 0]
    layout["margin"]["t"] = 40 if splits else 26 if layout.get("shapes") else 8
    layout["height"] = total + AXIS + layout["margin"]["t"]
    traces = [
        _bars(places[part::per_row], name, PALETTE[part % len(PALETTE)] if splits else ACCENT)
        for part, name in enumerate(splits or [""])
    ]
    overlay = [_published(benchmarks, below)] if benchmarks else []
    return assembled([*traces, *overlay, *_legend(splits)], layout)


def _place(position: int, per_row: int, group: GroupRate) -> Place:
    row, part = divmod(position, per_row)
    top = row * (BAR * per_row + GAP) + GAP / 2
    return Place(top + (part + 0.5) * BAR, BAR - 4, group, position)


def _legend(splits: list[str]) -> list[Spec]:
    """The colour of each split, whatever the size of its groups."""
    return [
        {
            "type": "bar",
            "x": [None],
            "y": [None],
            "name": shown(split),
            "marker": {"color": colour},
            "showlegend": True,
        }
        for split, colour in zip(splits, cycle(PALETTE), strict=False)
    ]


def _bars(places: Sequence[Place], name: str, colour: str) -> Spec:
    values = [100 * (place.group.rate.value or 0) for place in places]
    highs = [100 * (place.group.rate.high or 0) for place in places]
    lows = [100 * (place.group.rate.low or 0) for place in places]
    return {
        "type": "bar",
        "x": values,
        "y": [place.y for place in places],
        "width": [place.thickness for place in places],
        "orientation": "h",
        "name": shown(name),
        "showlegend": False,
        "marker": {
            "color": [FAINT if place.group.size == "tiny" else colour for place in places],
            "opacity": [1 if place.group.size == "enough" else 0.6 for place in places],
        },
        "error_x": interval(values, lows, highs, INTERVAL, width=1.8),
        "customdata": [[place.position, shown(place.group.label) or "All in view", _text(place.group)] for place in places],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    }


def _text(group: GroupRate) -> str:
    if group.n == 0:
        return "no patient"
    mark = f"  <i>{size_mark(group)}</i>" if size_mark(group) else ""
    return f"<b>{group.events}/{group.n}</b>  {percent(group.rate.value)}  ({rate_interval(group.rate)}){mark}"


def _published(benchmarks: tuple[Benchmark, ...], places: list[float]) -> Spec:
    return {
        "type": "scatter",
        "x": [row.percent for row in benchmarks],
        "y": places,
        "mode": "markers",
        "showlegend": False,
        "marker": {"symbol": "diamond-open", "size": 11, "color": REFERENCE_LINE, "line": {"width": 2}},
        "customdata": [[None, benchmark_label(row), benchmark_text(row)] for row in benchmarks],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    }


def _all(result: RateResult) -> str:
    """What the dotted line stands for."""
    return f"All {result.overall.events}/{result.overall.n}, {percent(result.overall.rate.value)}"


def _published_label(row: Benchmark) -> str:
    return f"<span style='font-size:13px'>{row.study}, {row.time_label}  <br>{row.arm}  </span>"


def _published_text(row: Benchmark) -> str:
    count = f"{row.events}/{row.n}  " if row.events is not None else ""
    return f"<i>{count}{row.percent:g}%  published</i>"


def _layout(result: RateResult, split: bool, rows: list[float]) -> Spec:
    layout = base_layout()
    layout["xaxis"].update(percent_axis())
    layout["yaxis"].update(tickvals=rows, showgrid=False)
    layout["meta"] = {"alt": alt(result, "rates")}
    layout["barmode"] = "overlay"
    if result.groups and result.overall.rate.value is not None:
        layout["shapes"] = [line_at(100 * result.overall.rate.value, "dot", _all(result) if split else "")]
    return layout
