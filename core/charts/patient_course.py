"""One patient: the main score over time, and the adverse events under it on the same months."""

import plotly.graph_objects as go

from core.charts.rows import line_at, shown
from core.charts.theme import ACCENT, GRADE_SHADES, PALETTE, Spec, assembled, base_layout
from core.domain.patient import PatientEvent, PatientResult
from core.words.patient import MONTHS, event_words, stop_words

SCORES, LANE, AXIS, LEGEND = 280, 30, 70, 46  # pixels
THIN = 0.02  # of the follow-up: the least an event is drawn


def patient_course(result: PatientResult, alt: str) -> go.Figure:
    """Scores above, a lane an event below, a dotted line where treatment stopped."""
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    lanes = LANE * (len(result.events) + 1) if result.events else 0
    height = SCORES + lanes
    last = result.months or 1.0
    layout["xaxis"].update(range=[-0.02 * last, 1.04 * last], title={"text": MONTHS}, anchor="y2" if lanes else "y")
    first = result.courses[0][0] if result.courses else ""
    layout["yaxis"].update(domain=[lanes / height, 1.0], range=[-2, 1.04 * result.highest], title={"text": shown(first)})
    if lanes:
        layout["yaxis2"] = {
            **base_layout()["yaxis"],
            "domain": [0.0, (lanes - 12) / height],
            "anchor": "x",
            "range": [len(result.events) - 0.4, -0.6],
            "tickvals": list(range(len(result.events))),
            "ticktext": [f"{shown(event.term)}  " for event in result.events],
            "showgrid": False,
        }
    layout["height"] = height + AXIS + LEGEND
    layout["margin"]["t"] = LEGEND
    if result.stopped is not None:
        layout["shapes"] = [line_at(result.stopped, "dot")]
        layout["annotations"] = [_beside(result.stopped, shown(stop_words(result)))]
    scores = [_course(label, values, place) for place, (label, values) in enumerate(result.courses[:1])]
    return assembled([*scores, *(_lane(event, place, last) for place, event in enumerate(result.events))], layout)


def _beside(x: float, text: str) -> Spec:
    """Words at the top, left of an upright line."""
    place = {"x": x, "y": 1, "yref": "paper", "xanchor": "right", "yanchor": "top", "xshift": -6}
    return {**place, "text": text, "showarrow": False}


def _course(label: str, values: tuple[tuple[float, float], ...], place: int) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": shown(label),
        "x": [month for month, _ in values],
        "y": [value for _, value in values],
        "line": {"color": PALETTE[place], "width": 2.5},
        "marker": {"size": 9, "color": ACCENT},
        "hovertemplate": "Month %{x}: %{y}<extra></extra>",
        "showlegend": False,
    }


def _lane(event: PatientEvent, place: int, last: float) -> Spec:
    """From onset to end, to the last month known where it had not ended; nothing where the onset is not known."""
    start = event.onset
    length = 0.0 if start is None else max((last if event.end is None else event.end) - start, THIN * last)
    return {
        "type": "bar",
        "orientation": "h",
        "yaxis": "y2",
        "base": [start or 0.0],
        "x": [length],
        "y": [place],
        "width": 0.6,
        "marker": {"color": GRADE_SHADES[event.grade or 0]},
        "customdata": [[shown(event_words(event))]],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "showlegend": False,
    }
