"""Response rates by group: a bar and interval a group, n/N beside it, published rates below on request."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.charts.rows import label_axis, words_column
from core.charts.theme import ACCENT, FAINT, INTERVAL, PALETTE, REFERENCE_LINE, base_layout
from core.domain.catalogue import Benchmark
from core.domain.rates import GroupRate, RateResult
from core.words.benchmarks import benchmark_label, benchmark_text
from core.words.numbers import percent, rate_interval
from core.words.rates import alt, size_mark

TEXT_AT = 103  # percent: the column of counts stands right of the longest bar
RIGHT_END = 152
ROW, SPLIT_ROW = 46, 30  # pixels


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bar of a group stands (y, downwards from 0), how thick it is, in rows, and its position in the result."""

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
    places = [Place(*_place(position, per_row), group, position) for position, group in enumerate(groups)]
    traces: list[go.Bar | go.Scatter] = [
        _bars(places[part::per_row], name, PALETTE[part % len(PALETTE)] if splits else ACCENT)
        for part, name in enumerate(splits or [""])
    ]
    traces.append(words_column(TEXT_AT, [place.y for place in places], [_text(place.group) for place in places]))
    if benchmarks:
        traces += _published(benchmarks, len(labels))
    figure = go.Figure(traces, _layout(result, labels + [benchmark_label(row) for row in benchmarks]))
    figure.layout.height = len(labels) * (SPLIT_ROW * per_row + 16) + len(benchmarks) * 34 + (96 if splits else 64)
    figure.layout.meta = {"alt": alt(result, "rates")}
    return figure


def _place(position: int, per_row: int) -> tuple[float, float]:
    row, part = divmod(position, per_row)
    thickness = 0.74 / per_row
    return row + (part - (per_row - 1) / 2) * thickness, thickness * (0.9 if per_row > 1 else 0.8)


def _bars(places: Sequence[Place], name: str, colour: str) -> go.Bar:
    values = [100 * (place.group.rate.value or 0) for place in places]
    highs = [100 * (place.group.rate.high or 0) for place in places]
    lows = [100 * (place.group.rate.low or 0) for place in places]
    return go.Bar(
        x=values,
        y=[place.y for place in places],
        width=[place.thickness for place in places],
        orientation="h",
        name=name,
        showlegend=bool(name),
        marker={
            "color": [FAINT if place.group.size == "tiny" else colour for place in places],
            "opacity": [1 if place.group.size == "enough" else 0.6 for place in places],
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - value for high, value in zip(highs, values, strict=True)],
            "arrayminus": [value - low for low, value in zip(lows, values, strict=True)],
            "thickness": 1.8,
            "width": 4,
            "color": INTERVAL,
        },
        customdata=[[place.position, place.group.label or "All in view", _text(place.group)] for place in places],
        hovertemplate="%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )


def _text(group: GroupRate) -> str:
    if group.n == 0:
        return "no patient"
    mark = f"  <i>{size_mark(group)}</i>" if size_mark(group) else ""
    return f"<b>{group.events}/{group.n}</b>  {percent(group.rate.value)}  ({rate_interval(group.rate)}){mark}"


def _published(benchmarks: tuple[Benchmark, ...], first: int) -> list[go.Scatter]:
    rows = [first + position for position in range(len(benchmarks))]
    marks = go.Scatter(
        x=[row.percent for row in benchmarks],
        y=rows,
        mode="markers",
        showlegend=False,
        marker={"symbol": "diamond-open", "size": 11, "color": REFERENCE_LINE, "line": {"width": 2}},
        customdata=[[benchmark_label(row), benchmark_text(row)] for row in benchmarks],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    counts = [f"{row.events}/{row.n}  " if row.events is not None else "" for row in benchmarks]
    texts = [f"<i>{count}{row.percent:g}%  published</i>" for count, row in zip(counts, benchmarks, strict=True)]
    return [marks, words_column(TEXT_AT, rows, texts)]


def _layout(result: RateResult, labels: list[str]) -> go.Layout:
    layout = base_layout()
    layout.xaxis.update(range=[0, RIGHT_END], tickvals=[0, 20, 40, 60, 80, 100], ticksuffix="%")
    layout.yaxis.update(label_axis(labels))
    layout.barmode = "overlay"
    if result.groups and result.overall.rate.value is not None:
        x = 100 * result.overall.rate.value
        layout.shapes = [{"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
                          "line": {"color": REFERENCE_LINE, "width": 1.5, "dash": "dot"}}]  # fmt: skip
    return layout
