"""Response against tolerability: a mark a group, its intervals as a cross, everyone in view as dotted lines."""

import plotly.graph_objects as go

from core.charts.rows import LETTER, level_line, line_at, note_at, shown
from core.charts.theme import PALETTE, REFERENCE_LINE, Spec, assembled, base_layout
from core.domain.estimates import Estimate
from core.domain.tolerability import TolerancePoint, ToleranceResult
from core.words.tolerability import BETTER, events_axis, mark_words, point_name, point_words, response_axis

HEIGHT, LEGEND_LINE, PER_LINE = 460, 26, 4  # pixels; variables a line of the legend has room for
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
NAMED = 8  # marks that carry their name where there are more
FEW = 10  # marks up to which all do
NARROWEST = 700  # pixels between the axes on the smallest projector
MARK, LINE = 0.015, 0.055  # half a mark and a line of words, as shares of the plot
Names = dict[str, str]
Box = tuple[float, float, float, float]


def tolerability(result: ToleranceResult, alt: str) -> go.Figure:
    """Percent with an event to the right, percent that responded upwards; a colour and symbol a variable."""
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    points = (*result.points, result.everyone)
    layout["xaxis"].update(title={"text": events_axis(result)}, ticksuffix="%", range=_span([one.events for one in points]))
    layout["yaxis"].update(title={"text": response_axis(result)}, ticksuffix="%", range=_span([one.response for one in points]))
    variables = list(dict.fromkeys(one.variable for one in result.points))
    legend = len(variables) > 1
    layout["margin"]["t"] = 12 + LEGEND_LINE * -(-len(variables) // PER_LINE) * legend
    layout["height"] = HEIGHT + layout["margin"]["t"]
    layout["showlegend"] = legend
    whole = result.everyone
    layout["shapes"] = []
    if whole.events.value is not None:
        layout["shapes"].append(line_at(_percent(whole.events), "dot"))
    if whole.response.value is not None:
        layout["shapes"].append(level_line(_percent(whole.response), "dot"))
    layout["annotations"] = [note_at(0.995, 0.01, BETTER)]
    named = _names(result, (layout["xaxis"]["range"], layout["yaxis"]["range"]))
    traces = [trace for at, one in enumerate(variables) for trace in _variable(result, one, at, named)]
    return assembled(traces, layout)


def _span(rates: list[Estimate]) -> list[float]:
    """From below the lowest limit to above the highest, within 0 and 100%."""
    low = min((100 * one.low for one in rates if one.low is not None), default=0.0)
    high = max((100 * one.high for one in rates if one.high is not None), default=100.0)
    spare = 0.04 * (high - low) or 1.0
    return [max(-1.0, low - spare), min(101.0, high + spare)]


def _variable(result: ToleranceResult, variable: str, at: int, named: Names) -> list[Spec]:
    """The crosses of all levels of a variable in one faint line, and their marks."""
    mine = [one for one in result.points if one.variable == variable]
    first = result.points.index(mine[0])  # by variable
    colour = PALETTE[at % len(PALETTE)]
    alone = len({one.variable for one in result.points}) == 1
    cross = {
        "type": "scatter",
        "mode": "lines",
        "x": [x for one in mine for x in (*_limits(one.events), None, *[_percent(one.events)] * 2, None)],
        "y": [y for one in mine for y in (*[_percent(one.response)] * 2, None, *_limits(one.response), None)],
        "line": {"color": colour, "width": 2 if alone else 1.5},
        "opacity": 0.75 if alone else 0.25,
        "hoverinfo": "skip",
        "showlegend": False,
        "legendgroup": shown(variable),
    }
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "name": shown(variable),
        "legendgroup": shown(variable),
        "x": [_percent(one.events) for one in mine],
        "y": [_percent(one.response) for one in mine],
        "marker": {"size": 13, "color": colour, "symbol": SYMBOLS[at // len(PALETTE) % len(SYMBOLS)]},
        "unselected": {"marker": {"opacity": 0.35}, "textfont": {"color": REFERENCE_LINE}},
        "text": [shown(mark_words(result, one)) if point_name(one) in named else "" for one in mine],
        "textposition": [named.get(point_name(one), "top right") for one in mine],
        "customdata": [[place, shown(point_words(one))] for place, one in enumerate(mine, first)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    return [cross, marks]


def _names(result: ToleranceResult, spans: tuple[list[float], list[float]]) -> Names:
    """The marks that carry their name, and on which side, so that names hide neither each other nor a mark on a narrow screen.

    Where there are few marks all have one, whatever it hides; else those farthest from everyone in view.
    """
    places = {point_name(one): _place(one, spans) for one in result.points}
    labels = {point_name(one): mark_words(result, one) for one in result.points}
    x, y = _place(result.everyone, spans)
    away = sorted(places, key=lambda name: -((places[name][0] - x) ** 2) - (places[name][1] - y) ** 2)
    marks = {name: (at_x - MARK, at_y - MARK, at_x + MARK, at_y + MARK) for name, (at_x, at_y) in places.items()}
    taken: dict[str, Box] = {BETTER: (1 - len(BETTER) * LETTER / NARROWEST, 0.0, 1.0, 1.5 * LINE)}
    sides: Names = {}
    for name in away:
        others = [*taken.values(), *(box for other, box in marks.items() if other != name)]
        free = {side: box for side, box in _boxes(labels[name], places[name]).items() if _fits(box, others)}
        if side := next(iter(free), "top right" if len(places) <= FEW else ""):
            sides[name], taken[name] = side, free.get(side, marks[name])
    return dict(list(sides.items())[: max(NAMED, FEW if len(places) <= FEW else 0)])


def _fits(box: Box, others: list[Box]) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= 1 and box[3] <= 1
    return inside and not any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)


def _place(one: TolerancePoint, spans: tuple[list[float], list[float]]) -> tuple[float, float]:
    """Where a mark lies, as shares of the width and height of the plot."""
    (left, right), (bottom, top) = spans
    return (_percent(one.events) - left) / (right - left), (_percent(one.response) - bottom) / (top - bottom)


def _boxes(words: str, place: tuple[float, float]) -> dict[str, Box]:
    """From left, bottom to right, top: the room words take beside their mark, as shares of the plot, by the library's name."""
    (x, y), wide = place, len(words) * LETTER / NARROWEST
    across = {"right": (x, x + MARK + wide), "left": (x - MARK - wide, x)}
    upright = {"top": (y, y + MARK + LINE), "bottom": (y - MARK - LINE, y)}
    return {
        f"{high} {side}": (left, low, right, top)
        for high, (low, top) in upright.items()
        for side, (left, right) in across.items()
    }


def _percent(rate: Estimate) -> float:
    return 100 * (rate.value or 0.0)


def _limits(rate: Estimate) -> tuple[float, float]:
    return 100 * (rate.low or 0.0), 100 * (rate.high or 0.0)
