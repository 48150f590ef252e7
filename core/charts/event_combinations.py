"""Combinations of events: bars above a matrix of dots that says which kinds each bar is of."""

import plotly.graph_objects as go

from core.charts.rows import interval, label_axis, shown
from core.charts.theme import ACCENT, FAINT_BAND, INTERVAL, Spec, assembled, base_layout
from core.domain.event_combinations import CombinationResult
from core.words.event_combinations import combination_words, kind_words, share_axis

BARS, ROW, GAP, MARGIN = 190, 30, 34, 16  # pixels


def event_combinations(result: CombinationResult, alt: str) -> go.Figure:
    """A column a combination, the most frequent first; a row a kind, the most frequent on top."""
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    matrix = max(1, len(result.kinds)) * ROW
    inside = BARS + GAP + matrix
    highest = max((100 * (one.rate.high or 0) for one in result.combinations), default=1.0)
    columns = list(range(len(result.combinations)))
    layout["xaxis"].update(
        range=[-0.6, len(columns) - 0.4],
        tickvals=columns,
        ticktext=[f"<b>{one.patients:,}</b>" for one in result.combinations],
        tickangle=0,
        showgrid=False,
        anchor="y",
    )
    layout["yaxis"].update(
        domain=[(matrix + GAP) / inside, 1],
        range=[0, 1.03 * highest],
        ticksuffix="%",
        nticks=5,
        title={"text": share_axis(result)},
    )
    kinds = [shown(kind_words(result, kind)) for kind in result.kinds]
    layout["yaxis2"] = {**base_layout()["yaxis"], **label_axis(kinds), "domain": [0, matrix / inside], "anchor": "x"}
    layout["height"] = inside + MARGIN
    return assembled([_bars(result), _dots(result, had=False), _lines(result), _dots(result, had=True)], layout)


def _bars(result: CombinationResult) -> Spec:
    rates = [one.rate for one in result.combinations]
    values, lows, highs = (
        [100 * (part or 0) for part in parts]
        for parts in ([one.value for one in rates], [one.low for one in rates], [one.high for one in rates])
    )
    return {
        "type": "bar",
        "x": list(range(len(values))),
        "y": values,
        "width": 0.6,
        "marker": {"color": ACCENT},
        "error_y": interval(values, lows, highs, INTERVAL, width=1.8),
        "customdata": [[at, shown(combination_words(result, one))] for at, one in enumerate(result.combinations)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def _dots(result: CombinationResult, *, had: bool) -> Spec:
    """The kinds a combination holds, or those it does not hold, as dots."""
    cells = [
        (x, y, one)
        for x, one in enumerate(result.combinations)
        for y, (kind, _) in enumerate(result.kinds)
        if (kind in one.members) is had
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "yaxis": "y2",
        "x": [x for x, _, _ in cells],
        "y": [y for _, y, _ in cells],
        "marker": {"size": 13, "color": ACCENT if had else FAINT_BAND},
        "unselected": {"marker": {"opacity": 1}},  # they stay as they are where a bar is chosen
        "customdata": [[x, shown(combination_words(result, one))] for x, _, one in cells],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def _lines(result: CombinationResult) -> Spec:
    """A line from the first to the last kind of each combination."""
    places = {kind: place for place, (kind, _) in enumerate(result.kinds)}
    ends = [[places[member] for member in one.members] for one in result.combinations]
    return {
        "type": "scatter",
        "mode": "lines",
        "yaxis": "y2",
        "x": [at for x in range(len(ends)) for at in (x, x, None)],
        "y": [at for mine in ends for at in (min(mine), max(mine), None)],
        "line": {"color": ACCENT, "width": 3},
        "hoverinfo": "skip",
        "showlegend": False,
    }
