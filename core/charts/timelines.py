"""Swimmer lanes: a bar a patient, events as marks with a line to their end, the stop and the first response."""

from collections.abc import Iterable, Iterator

import plotly.graph_objects as go

from core.charts.rows import label_axis, shown, words_column
from core.charts.theme import FAINT_BAND, GRADE_SHADES, PALETTE, REFERENCE_LINE, Spec, assembled, base_layout
from core.domain.timelines import Lane, LaneEvent, TimelineResult
from core.words.event_names import grade_words
from core.words.incidence import MONTHS_AXIS
from core.words.timelines import STOPPED, event_words, lane_text, lane_words, mark_words, response_name

LANE, AXIS, LEGEND, SPARE = 24, 60, 46, 12  # pixels
STEPS = (-0.2, 0.2, 0.0)  # of a lane: where the events of one patient lie, so that they do not hide each other
Placed = tuple[float, Lane, LaneEvent]


def timelines(result: TimelineResult, alt: str) -> go.Figure:
    """A lane a patient in the order given."""
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    layout["yaxis"].update(label_axis([shown(lane.patient) for lane in result.lanes]))
    ends = [month for lane in result.lanes for month in (lane.followed, lane.response, *(one.until for one in lane.events))]
    layout["xaxis"].update(
        range=[0, 1.02 * max((end for end in ends if end is not None), default=1.0) or 1.0],
        title={"text": MONTHS_AXIS},
        tickangle=0,
    )
    layout["bargap"] = 0.25
    layout["margin"]["t"] = LEGEND
    layout["height"] = len(result.lanes) * LANE + AXIS + LEGEND
    words_column(layout, range(len(result.lanes)), [shown(lane_text(lane)) for lane in result.lanes])
    layout["margin"]["r"] += SPARE
    return assembled([_bars(result.lanes), *_events(result.lanes), *_marks(result)], layout)


def _bars(lanes: tuple[Lane, ...]) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [lane.followed or 0 for lane in lanes],
        "y": list(range(len(lanes))),
        "marker": {"color": FAINT_BAND},
        "customdata": [[place, shown(lane_words(lane))] for place, lane in enumerate(lanes)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def _events(lanes: tuple[Lane, ...]) -> Iterator[Spec]:
    """The lines and then the marks of every grade that occurs, those without a grade first."""
    placed = [
        (place + _step(at, lane), lane, event) for place, lane in enumerate(lanes) for at, event in enumerate(lane.events)
    ]
    for grade in sorted({event.grade or 0 for _, _, event in placed}):
        mine = [one for one in placed if (one[2].grade or 0) == grade]
        yield _lines(mine, GRADE_SHADES[grade])
        yield {
            **_points(((event.onset, y, event_words(lane, event)) for y, lane, event in mine)),
            "name": grade_words(grade or None),
            "marker": {"size": 9, "color": GRADE_SHADES[grade]},
        }


def _step(at: int, lane: Lane) -> float:
    return STEPS[at % len(STEPS)] if len(lane.events) > 1 else 0.0


def _lines(mine: list[Placed], colour: str) -> Spec:
    spans = list(_spans(mine))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _, begin, end in spans for x in (begin, end, None)],
        "y": [y for at, _, _ in spans for y in (at, at, None)],
        "line": {"color": colour, "width": 4},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _spans(mine: list[Placed]) -> Iterator[tuple[float, float, float]]:
    """Height, begin and end of the lines; those that would lie on each other are one, for each takes its time to draw."""
    at, begin, end = None, 0.0, 0.0
    for y, onset, until in sorted((y, event.onset, event.until) for y, _, event in mine):
        if at is not None and y == at and onset <= end:
            end = max(end, until)
            continue
        if at is not None:
            yield at, begin, end
        at, begin, end = y, onset, until
    if at is not None:
        yield at, begin, end


def _marks(result: TimelineResult) -> Iterator[Spec]:
    """The stops and the first responses."""
    lanes = list(enumerate(result.lanes))
    stops = [(lane.stopped, place, mark_words(lane, STOPPED.lower(), lane.stopped)) for place, lane in lanes
             if lane.stopped is not None]  # fmt: skip
    name = response_name(result)
    met = [(lane.response, place, mark_words(lane, name, lane.response)) for place, lane in lanes if lane.response is not None]
    if stops:
        look = {"symbol": "x-thin", "size": 10, "line": {"width": 2.5, "color": REFERENCE_LINE}}
        yield {**_points(stops), "name": STOPPED, "marker": look}
    if met:
        yield {**_points(met), "name": shown(name), "marker": {"symbol": "star", "size": 12, "color": PALETTE[2]}}


def _points(marks: Iterable[tuple[float, float, str]]) -> Spec:
    found = list(marks)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _, _ in found],
        "y": [y for _, y, _ in found],
        "cliponaxis": False,
        "customdata": [[round(y), shown(said)] for _, y, said in found],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": True,
    }
