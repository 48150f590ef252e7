"""Response rates of two groupings as a heat map, with n/N in every cell."""

import plotly.graph_objects as go

from core.charts.rows import label_axis, shown
from core.charts.theme import CELL_INK, CELL_LIGHT, DARK, SEQUENTIAL, Spec, assembled, base_layout
from core.domain.rates import GroupRate, RateResult
from core.words.numbers import percent
from core.words.rates import alt, size_mark

ROW = 58  # pixels


def rate_heatmap(result: RateResult) -> go.Figure:
    """One row a level of the first grouping, one column a level of the second; cells under 5 patients stay grey."""
    rows = list(dict.fromkeys(group.levels[0].label for group in result.groups))
    columns = list(dict.fromkeys(group.levels[1].label for group in result.groups))
    cells = {(group.levels[0].label, group.levels[1].label): group for group in result.groups}
    grid = [[cells[row, column] for column in columns] for row in rows]
    layout = base_layout()
    layout["xaxis"].update(
        tickvals=list(range(len(columns))),
        ticktext=[shown(column) for column in columns],
        side="top",
        showgrid=False,
        tickangle=0,
    )
    layout["yaxis"].update(label_axis([shown(row) for row in rows]))
    layout["annotations"] = [_words(group, x, y) for y, line in enumerate(grid) for x, group in enumerate(line)]
    layout["height"] = len(rows) * ROW + 60
    layout["meta"] = {"alt": alt(result, "heatmap")}
    return assembled([_cells(grid)], layout)


def _cells(grid: list[list[GroupRate]]) -> Spec:
    return {
        "type": "heatmap",
        "z": [[_level(group) for group in line] for line in grid],
        "zmin": -1,
        "zmax": 100,
        "colorscale": [[0, "#c9d0d7"], [0.0099, "#c9d0d7"], *[[0.0099 + 0.9901 * at, colour] for at, colour in SEQUENTIAL]],
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverinfo": "skip",
    }


def _level(group: GroupRate) -> float | None:
    if group.n == 0 or group.rate.value is None:
        return None
    return -1 if group.size == "tiny" else 100 * group.rate.value


def _words(group: GroupRate, x: int, y: int) -> Spec:
    if group.n == 0:
        return {"x": x, "y": y, "text": "no patient", "showarrow": False}
    mark = f"<br><i>{size_mark(group)}</i>" if size_mark(group) else ""
    dark = group.size != "tiny" and (group.rate.value or 0) > DARK
    return {
        "x": x,
        "y": y,
        "text": f"<b>{group.events}/{group.n}</b>  {percent(group.rate.value)}{mark}",
        "showarrow": False,
        "font": {"color": CELL_LIGHT if dark else CELL_INK},
        "name": "cell",
    }
