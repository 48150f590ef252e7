"""Peak ALT or AST by peak bilirubin on logarithmic axes, with the corners of Hy's law; and the course of one patient."""

from math import log10

import plotly.graph_objects as go

from core.charts.courses import month_axis, name_levels, reach
from core.charts.rows import level_line, line_at, shown
from core.charts.theme import ACCENT, PALETTE, Spec, assembled, base_layout
from core.domain.liver import QUADRANTS, LiverPatient, LiverResult
from core.words.lab_limits import UPPER
from core.words.labs import AXES, MONTH
from core.words.liver import alt, axes, course_title, patient_words, quadrant_label

HEIGHT, COURSE = 440, 300
TICKS = (0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100)
CORNERS = {"normal": (0, 0), "enzyme": (1, 0), "bilirubin": (0, 1), "both": (1, 1)}  # right, top
SMALLEST, LARGEST = 5, 34  # pixels across a bin's mark


def liver_chart(result: LiverResult) -> go.Figure:
    """A mark a patient, in the order of the result; where they are many, a mark a bin with an area by its patients."""
    layout = base_layout()
    layout["meta"] = {"alt": alt(result)}
    layout["height"] = HEIGHT
    names, rule = axes(result), result.rule
    marks = result.patients or result.bins
    for axis, name, values, limit in (
        ("xaxis", names[0], [one.enzyme for one in marks], rule.enzyme_at_least),
        ("yaxis", names[1], [one.bilirubin for one in marks], rule.bilirubin_above),
    ):
        low, high = min([0.3, *values]) / 1.3, max([2 * limit, *values]) * 1.3
        layout[axis].update(type="log", title={"text": name}, range=[log10(low), log10(high)], tickvals=list(TICKS))
    layout["shapes"] = [line_at(rule.enzyme_at_least, "dash"), level_line(rule.bilirubin_above, "dash")]
    layout["annotations"] = [_corner(result, at) for at in range(len(QUADRANTS))]
    return assembled([_singles(result) if result.patients else _bins(result)], layout)


def _corner(result: LiverResult, at: int) -> Spec:
    right, top = CORNERS[QUADRANTS[at]]
    text = f"{shown(quadrant_label(result, QUADRANTS[at]))}: <b>{result.quadrants[at]:,}</b>"
    return {"xref": "paper", "x": 0.995 if right else 0.005, "xanchor": "right" if right else "left", "yref": "paper",
            "y": 0.99 if top else 0.01, "yanchor": "top" if top else "bottom", "text": text,
            "showarrow": False}  # fmt: skip


def _singles(result: LiverResult) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.enzyme for one in result.patients],
        "y": [one.bilirubin for one in result.patients],
        "marker": {"size": 10, "color": ACCENT, "opacity": 0.7},
        "customdata": [[at, shown(patient_words(one))] for at, one in enumerate(result.patients)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def _bins(result: LiverResult) -> Spec:
    most = max((one.patients for one in result.bins), default=1)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.enzyme for one in result.bins],
        "y": [one.bilirubin for one in result.bins],
        "marker": {
            "size": [max(SMALLEST, LARGEST * (one.patients / most) ** 0.5) for one in result.bins],
            "color": ACCENT,
            "opacity": 0.6,
            "line": {"width": 0},
        },
        "customdata": [[None, f"{one.patients:,}"] for one in result.bins],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "showlegend": False,
    }


def liver_course(one: LiverPatient) -> go.Figure:
    """The liver tests of one patient over time, in multiples of their upper limits."""
    layout = base_layout()
    layout["meta"] = {"alt": course_title(one)}
    layout["height"] = COURSE
    layout["margin"]["t"] = 40
    layout["xaxis"].update(month_axis(sorted({month for course in one.courses for month, _ in course.points}), MONTH))
    values = [ratio for course in one.courses for _, ratio in course.points]
    layout["yaxis"].update(title={"text": AXES["upper"]}, range=reach([*values, 1.0]))
    layout["shapes"] = [level_line(1.0, "dash")]
    name_levels(layout, [(1.0, UPPER)])
    lines = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": course.label,
            "x": [month for month, _ in course.points],
            "y": [ratio for _, ratio in course.points],
            "line": {"width": 3, "color": PALETTE[at]},
            "marker": {"size": 8, "color": PALETTE[at]},
        }
        for at, course in enumerate(one.courses)
    ]
    return assembled(lines, layout)
