"""The cut-off scan as a chart: the difference at every cut with its interval, and how often each was the best."""

import plotly.graph_objects as go

from core.charts.rows import interval, level_line, line_at
from core.charts.theme import ACCENT, FAINT, INTERVAL, Spec, assembled, base_layout
from core.domain.cut_scan import ScanResult
from core.words.cut_scan import AXIS, BEST, DIFFERENCE, LARGEST, cut_label, finding, title
from core.words.numbers import difference

HEIGHT = 380


def cut_scan(result: ScanResult) -> go.Figure:
    """Points of difference over the cut; behind them, in grey, the share of bootstrap samples that chose each cut."""
    layout = base_layout()
    layout["height"] = HEIGHT
    layout["margin"]["t"] = 40
    layout["meta"] = {"alt": f"{title(result)}. {finding(result)}"}
    layout["xaxis"]["title"] = {"text": f"{result.label} up to, {result.unit}".strip(", ")}
    layout["yaxis"].update(title={"text": AXIS}, range=[-105, 105], tickvals=[-100, -50, 0, 50, 100])
    layout["yaxis2"] = {
        "overlaying": "y", "side": "right", "range": [0, 100], "showgrid": False, "fixedrange": True, "automargin": True,
        "title": {"text": BEST}, "tickvals": [0, 50, 100], "ticktext": ["0%", "50%", "100%"],
    }  # fmt: skip
    layout["shapes"] = [level_line(0)]
    if result.best is not None:
        layout["shapes"].append(line_at(result.cuts[result.best].at, "dot", LARGEST))
    return assembled([_chosen(result), _differences(result)], layout)


def _chosen(result: ScanResult) -> Spec:
    return {
        "type": "bar",
        "x": [cut.at for cut in result.cuts],
        "y": [100 * cut.chosen for cut in result.cuts],
        "yaxis": "y2",
        "name": BEST,
        "marker": {"color": FAINT, "opacity": 0.5},
        "hovertemplate": "%{x}: %{y:.0f}%<extra></extra>",
    }


def _differences(result: ScanResult) -> Spec:
    shown = [(cut, cut.difference) for cut in result.cuts if cut.difference.value is not None]
    values = [100 * (one.value or 0.0) for _, one in shown]
    return {
        "type": "scatter",
        "x": [cut.at for cut, _ in shown],
        "y": values,
        "mode": "lines+markers",
        "name": DIFFERENCE,
        "line": {"color": ACCENT, "width": 1.5},
        "marker": {"size": 8, "color": ACCENT},
        "error_y": interval(
            values, [100 * (one.low or 0.0) for _, one in shown], [100 * (one.high or 0.0) for _, one in shown], INTERVAL, 1.4
        ),
        "customdata": [[None, cut_label(result, cut.at), difference(one)] for cut, one in shown],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    }
