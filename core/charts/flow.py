"""The patient flow: from everyone treated to those who respond, with the reasons of those who were not assessed."""

import plotly.graph_objects as go

from core.charts.rows import AXIS, ROW, label_axis, words_column
from core.charts.theme import ACCENT, FAINT, assembled, base_layout
from core.domain.overview import OverviewResult
from core.words.numbers import rate_with_interval


def flow_chart(result: OverviewResult) -> go.Figure:
    """One bar a step, as long as its patients; reasons below, grey."""
    flow = result.flow
    steps = [("Treated", flow.treated, ACCENT), ("In view", flow.in_view, ACCENT)]
    steps += [(reason, n, FAINT) for reason, n in flow.left]
    steps += [("Not evaluable", flow.not_evaluable, FAINT)] if flow.not_evaluable else []
    steps += [("Assessed", flow.assessed, ACCENT), ("Responded", flow.responded, ACCENT)]
    layout = base_layout()
    layout["xaxis"].update(visible=False, range=[0, max(flow.treated, 1)])
    layout["yaxis"].update(label_axis([f"<b>{label}</b>" if colour == ACCENT else label for label, _, colour in steps]))
    layout["height"] = len(steps) * (ROW - 6) + AXIS - 30
    words_column(layout, range(len(steps)), [_words(n, label, result) for label, n, _ in steps])
    layout["meta"] = {"alt": "Patient flow"}
    bars = {
        "type": "bar",
        "x": [n for _, n, _ in steps],
        "y": list(range(len(steps))),
        "orientation": "h",
        "width": 0.66,
        "marker": {"color": [colour for _, _, colour in steps]},
        "hoverinfo": "skip",
    }
    return assembled([bars], layout)


def _words(n: int, label: str, result: OverviewResult) -> str:
    if label == "Responded" and result.flow.assessed:
        return f"<b>{n:,}/{result.flow.assessed:,}</b>  {rate_with_interval(result.flow.rate)}"
    return f"<b>{n:,}</b>"
