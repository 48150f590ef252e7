"""Worst laboratory grades: a bar a test, shaded by grade, with the interval of the whole."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.charts.rows import bar_part, bar_whiskers, label_axis, shown, words_column
from core.charts.theme import GRADE_SHADES, Spec, assembled, base_layout
from core.domain.lab_grades import GradedTest, LabGrades
from core.domain.labs import LAB_GRADES
from core.words.event_names import grade_words, worst_words
from core.words.lab_grades import AXIS, alt, count_words

BAR, AXIS_ROOM, LEGEND = 34, 84, 46  # pixels


def lab_grade_bars(result: LabGrades) -> go.Figure:
    """One row a test that somebody has a grade of 1 or more in; where nobody has, every test that was graded, or all."""
    graded = [one for one in result.tests if one.graded]
    rows = [one for one in graded if one.patients] or graded or list(result.tests)
    layout = base_layout()
    layout["meta"] = {"alt": alt(result, "worst")}
    layout["yaxis"].update(label_axis([shown(row.label) for row in rows]))
    whole = [[100 * part for part in _ends(row)] for row in rows]
    highest = max((high for _, _, high in whole), default=1.0)
    layout["xaxis"].update(range=[0, 1.04 * highest or 1], title={"text": AXIS}, ticksuffix="%")
    layout["barmode"] = "stack"
    layout["margin"]["t"] = LEGEND
    layout["height"] = len(rows) * BAR + AXIS_ROOM + LEGEND
    words_column(layout, range(len(rows)), [count_words(row, result.treated) for row in rows])
    return assembled([*_parts(rows, result.treated), bar_whiskers(whole)], layout)


def _ends(row: GradedTest) -> tuple[float, float, float]:
    """The share and the limits of its interval, which lie on it where there is none."""
    value = row.rate.value or 0.0
    return value, value if row.rate.low is None else row.rate.low, value if row.rate.high is None else row.rate.high


def _parts(rows: Sequence[GradedTest], treated: int) -> list[Spec]:
    """A part of every bar a grade that occurs."""
    return [
        bar_part(
            [100 * row.worst[grade] / treated if treated else 0 for row in rows],
            GRADE_SHADES[grade],
            grade_words(grade),
            [worst_words(row.label, grade, row.worst[grade]) for row in rows],
        )
        for grade in LAB_GRADES
        if any(row.worst[grade] for row in rows)
    ]
