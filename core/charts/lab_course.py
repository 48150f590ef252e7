"""A laboratory test over time: single patients, median and quartiles, over bands of grades and between limits."""

import plotly.graph_objects as go

from core.charts.courses import month_axis, name_levels, quartile_band, reach
from core.charts.rows import interval, level_line, shown
from core.charts.theme import (
    ACCENT,
    GRADE_SHADES,
    HELD,
    PALETTE,
    REFERENCE_LINE,
    Spec,
    assembled,
    base_layout,
    see_through,
)
from core.domain.lab_course import GradeBand, LabCourse
from core.words.cohort import group_label, inner
from core.words.event_names import grade_words
from core.words.lab_limits import LOWER, UPPER, limits_of, monitoring_words
from core.words.labs import MONTH, alt, axis, quartile_words

HEIGHT, MARK = 430, 9
ASIDE, SPREAD = 0.14, 0.6  # months between the medians of neighbouring groups, and of all of them at most


def lab_course(result: LabCourse) -> go.Figure:
    """One colour a group; the axis holds every value drawn, the limits and the thresholds of drugs in view."""
    layout = base_layout()
    layout["meta"] = {"alt": alt(result)}
    layout["height"] = HEIGHT
    layout["margin"]["t"] = 40 if len(result.groups) > 1 else 8
    months = sorted({point.month for group in result.groups for point in group.points})
    layout["xaxis"].update(month_axis(months, MONTH))
    low, high = reach(_values(result))
    layout["yaxis"].update(title={"text": axis(result)}, range=[low, high])
    marks, bands = _marks(result), [band for band in result.bands if _seen(band, low, high)]
    layout["shapes"] = [_band(band, low, high) for band in bands] + [level_line(at, "dash", colour) for at, _, colour in marks]
    names = [(sum(_edges(band, low, high)) / 2, inner(grade_words(band.grade))) for band in bands]
    name_levels(layout, [(at, shown(text)) for at, text, _ in marks] + names)
    places = range(len(result.groups))
    singles = [_singles(result, at) for at in places]
    return assembled([one for one in singles if one["x"]] + [part for at in places for part in _middle(result, at)], layout)


def _values(result: LabCourse) -> list[float]:
    """Every height that is drawn."""
    values = [value for line in result.lines for _, value in line.points]
    values += [value for group in result.groups for point in group.points for value in (point.lower, point.upper)]
    return values + [at for at, _, _ in _marks(result)]


def _colour(result: LabCourse, at: int) -> str:
    return ACCENT if len(result.groups) == 1 else PALETTE[at % len(PALETTE)]


def _seen(band: GradeBand, low: float, high: float) -> bool:
    return (band.low is None or band.low < high) and (band.high is None or band.high > low)


def _edges(band: GradeBand, low: float, high: float) -> tuple[float, float]:
    """The foot and the top of a band within the axis."""
    return low if band.low is None else max(band.low, low), high if band.high is None else min(band.high, high)


def _band(band: GradeBand, low: float, high: float) -> Spec:
    foot, top = _edges(band, low, high)
    return {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": foot, "y1": top, "layer": "below",
            "line": {"width": 0}, "fillcolor": see_through(GRADE_SHADES[band.grade], 0.26)}  # fmt: skip


def _marks(result: LabCourse) -> list[tuple[float, str, str]]:
    """Where level lines stand, what they say, and their colour."""
    drawn = limits_of(result)
    limits = [(one.upper, UPPER) for one in drawn] + [(one.lower, LOWER) for one in drawn]
    if result.spec.scale == "upper":
        return [(1.0, UPPER, REFERENCE_LINE)]
    given = {at: f"{name} {at:g}" for at, name in limits if at is not None}
    held = [(one.below, monitoring_words(one), HELD) for one in result.monitoring]
    return [(at, text, REFERENCE_LINE) for at, text in given.items() if at not in [one[0] for one in held]] + held


def _singles(result: LabCourse, at: int) -> Spec:
    """Every patient of a group in one trace, with gaps between them."""
    mine = [(place, line) for place, line in enumerate(result.lines) if line.group == at]
    colour = _colour(result, at)
    alone = len(result.groups) == 1  # grey is then told apart from the median and from the grades behind
    line = see_through(REFERENCE_LINE, 0.7) if alone else see_through(colour, 0.45)
    return {
        "type": "scatter",
        "mode": "lines+markers",  # a line alone cannot be clicked
        "x": [month for _, line in mine for month in [*(month for month, _ in line.points), None]],
        "y": [value for _, line in mine for value in [*(value for _, value in line.points), None]],
        "customdata": [[place, shown(line.patient_id)] for place, line in mine for _ in range(len(line.points) + 1)],
        "line": {"width": 1, "color": line},
        "marker": {"size": MARK, "color": colour, "opacity": 0},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0}},
        "hovertemplate": "%{customdata[1]}, month %{x}: %{y}<extra></extra>",
        "showlegend": False,
    }


def _middle(result: LabCourse, at: int) -> list[Spec]:
    """Median and quartiles of a group: as a band where it is the only one, else with whiskers beside the others'."""
    group, colour = result.groups[at], _colour(result, at)
    if len(result.groups) == 1:
        months = [point.month for point in group.points]
        lows, highs = [point.lower for point in group.points], [point.upper for point in group.points]
        return [*quartile_band(months, lows, highs, colour), _median(result, at, 0.0)]
    last = len(result.groups) - 1
    return [_median(result, at, min(ASIDE, SPREAD / last) * (at - last / 2))]


def _median(result: LabCourse, at: int, aside: float) -> Spec:
    group, colour = result.groups[at], _colour(result, at)
    points = group.points
    medians, lows, highs = ([getattr(point, part) for point in points] for part in ("median", "lower", "upper"))
    whiskers = interval(medians, lows, highs, colour, width=1.6)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": shown(group_label(group)),
        "x": [point.month + aside for point in points],
        "y": medians,
        "line": {"width": 3 if len(result.groups) > 1 else 4, "color": colour},
        "marker": {"size": 8, "color": colour},
        "unselected": {"marker": {"opacity": 1}},
        **({"error_y": whiskers} if len(result.groups) > 1 else {}),
        "customdata": [
            [None, quartile_words(result, point.month, (point.n, point.lower, point.median, point.upper))] for point in points
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": len(result.groups) > 1,
    }
