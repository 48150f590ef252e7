"""A laboratory test over time: single patients, median and quartiles, over bands of grades and between limits."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.charts.rows import shown
from core.charts.theme import ACCENT, GRADE_SHADES, PALETTE, REFERENCE_LINE, Spec, assembled, base_layout, see_through
from core.domain.lab_course import GradeBand, LabCourse, LabGroup
from core.words.cohort import group_label
from core.words.lab_limits import limits_of, monitoring_words
from core.words.labs import MONTH, alt, axis, quartile_words

HEIGHT = 430
ASIDE = 0.14  # months between the medians of neighbouring groups
LETTER = 7.3  # pixels
HELD = "#8f2f27"


def lab_course(result: LabCourse) -> go.Figure:
    """One colour a group; the axis holds every value drawn, the limits and the thresholds of drugs in view."""
    layout = base_layout()
    layout["meta"] = {"alt": alt(result)}
    layout["height"] = HEIGHT
    layout["margin"]["t"] = 40 if len(result.groups) > 1 else 8
    low, high = _reach(result)
    months = sorted({point.month for group in result.groups for point in group.points})
    layout["xaxis"].update(title={"text": MONTH}, tickvals=months, showgrid=False, range=_months(months))
    layout["yaxis"].update(title={"text": axis(result)}, range=[low, high])
    layout["shapes"] = [_band(band, low, high) for band in result.bands if _seen(band, low, high)]
    marks = _marks(result)
    layout["shapes"] += [_level(at, colour) for at, _, colour in marks]
    layout["annotations"] = _words(result, marks, low, high)
    layout["margin"]["r"] = round(12 + LETTER * max((len(text["text"]) for text in layout["annotations"]), default=0))
    places = range(len(result.groups))
    singles = [_singles(result, at) for at in places]
    return assembled([one for one in singles if one["x"]] + [part for at in places for part in _middle(result, at)], layout)


def _reach(result: LabCourse) -> tuple[float, float]:
    """The range of the vertical axis."""
    values = [value for line in result.lines for _, value in line.points]
    values += [value for group in result.groups for point in group.points for value in (point.lower, point.upper)]
    values += [at for at, _, _ in _marks(result)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.06 * ((high - low) or abs(high) or 1)
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def _months(months: Sequence[int]) -> list[float]:
    return [min(months, default=0) - 0.4, max(months, default=1) + 0.4]


def _colour(result: LabCourse, at: int) -> str:
    return ACCENT if len(result.groups) == 1 else PALETTE[at % len(PALETTE)]


def _seen(band: GradeBand, low: float, high: float) -> bool:
    return (band.low is None or band.low < high) and (band.high is None or band.high > low)


def _band(band: GradeBand, low: float, high: float) -> Spec:
    top = high if band.high is None else min(band.high, high)
    foot = low if band.low is None else max(band.low, low)
    return {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": foot, "y1": top, "layer": "below",
            "line": {"width": 0}, "fillcolor": see_through(GRADE_SHADES[band.grade], 0.26)}  # fmt: skip


def _marks(result: LabCourse) -> list[tuple[float, str, str]]:
    """Where level lines stand, what they say, and their colour."""
    limits = [(one.upper, "upper limit") for one in limits_of(result)] + [
        (one.lower, "lower limit") for one in limits_of(result)
    ]
    if result.spec.scale == "upper":
        return [(1.0, "upper limit", REFERENCE_LINE)]
    given = {at: f"{name} {at:g}" for at, name in limits if at is not None}
    held = [(one.below, monitoring_words(one), HELD) for one in result.monitoring]
    return [(at, text, REFERENCE_LINE) for at, text in given.items() if at not in [one[0] for one in held]] + held


def _level(at: float, colour: str) -> Spec:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "layer": "below",
            "line": {"color": colour, "width": 1.5, "dash": "dash"}}  # fmt: skip


def _words(result: LabCourse, marks: Sequence[tuple[float, str, str]], low: float, high: float) -> list[Spec]:
    """The names of lines and bands right of the plot; a name too near to an earlier one moves away from it."""
    said = [(at, shown(text)) for at, text, _ in marks]
    for band in result.bands:
        if _seen(band, low, high):
            foot, top = max(low, low if band.low is None else band.low), min(high, high if band.high is None else band.high)
            said.append(((foot + top) / 2, f"grade {band.grade}"))
    step = 18 / (HEIGHT - 90) * (high - low)
    placed: list[tuple[float, str]] = []
    for at, text in sorted(said):
        place = max(at, placed[-1][0] + step) if placed else at
        placed.append((place, text))
    return [
        {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": place, "text": text, "showarrow": False}
        for place, text in placed
    ]


def _singles(result: LabCourse, at: int) -> Spec:
    """Every patient of a group in one trace, with gaps between them."""
    mine = [line for line in result.lines if line.group == at]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [month for line in mine for month in [*(month for month, _ in line.points), None]],
        "y": [value for line in mine for value in [*(value for _, value in line.points), None]],
        "customdata": [[None, shown(line.patient_id)] for line in mine for _ in range(len(line.points) + 1)],
        "line": {"width": 1, "color": see_through(_colour(result, at), 0.45)},
        "hovertemplate": "%{customdata[1]}, month %{x}: %{y}<extra></extra>",
        "showlegend": False,
    }


def _middle(result: LabCourse, at: int) -> list[Spec]:
    """Median and quartiles of a group: as a band where it is the only one, else with whiskers beside the others'."""
    group, colour = result.groups[at], _colour(result, at)
    if len(result.groups) == 1:
        return [_edge(group, upper=False, colour=colour), _edge(group, upper=True, colour=colour), _median(result, at, 0.0)]
    return [_median(result, at, ASIDE * (at - (len(result.groups) - 1) / 2))]


def _edge(group: LabGroup, *, upper: bool, colour: str) -> Spec:
    """One edge of the band; the upper one fills down to the lower."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [point.month for point in group.points],
        "y": [point.upper if upper else point.lower for point in group.points],
        "line": {"width": 0, "color": colour},
        **({"fill": "tonexty", "fillcolor": see_through(colour, 0.3)} if upper else {}),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _median(result: LabCourse, at: int, aside: float) -> Spec:
    group, colour = result.groups[at], _colour(result, at)
    points = group.points
    whiskers = {
        "type": "data",
        "symmetric": False,
        "array": [point.upper - point.median for point in points],
        "arrayminus": [point.median - point.lower for point in points],
        "thickness": 1.6,
        "width": 4,
    }
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": shown(group_label(group)),
        "x": [point.month + aside for point in points],
        "y": [point.median for point in points],
        "line": {"width": 3, "color": colour},
        "marker": {"size": 8, "color": colour},
        **({"error_y": whiskers} if len(result.groups) > 1 else {}),
        "customdata": [
            [at, quartile_words(result, point.month, (point.n, point.lower, point.median, point.upper))] for point in points
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": len(result.groups) > 1,
    }
