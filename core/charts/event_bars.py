"""Adverse events: a bar a kind of event, shaded by worst grade, with the interval of the whole."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.charts.rows import bar_part, bar_whiskers, label_axis, shown, words_column
from core.charts.theme import ACCENT, GRADE_SHADES, Spec, assembled, base_layout
from core.domain.events import GRADES, EventResult, EventRow, Kind
from core.words.event_names import grade_words, row_label, worst_words
from core.words.events import AXES, EventMeasure, alt, count_words, estimate_of

BAR, AXIS, LEGEND = 34, 84, 46  # pixels


def event_bars(result: EventResult, rows: tuple[EventRow, ...], by: Kind, measure: EventMeasure = "patients") -> go.Figure:
    """One row a kind of event in the order given, any event in bold."""
    layout = base_layout()
    layout["meta"] = {"alt": alt(result, rows, by, measure)}
    labels = [shown(row_label(row)) for row in rows]
    layout["yaxis"].update(
        label_axis([f"<b>{label}</b>" if row.kind == "any" else label for row, label in zip(rows, labels, strict=True)])
    )
    scale = 100 if measure == "patients" else 1
    highest = max(scale * (estimate_of(row.overall, measure).high or 0) for row in rows)
    layout["xaxis"].update(
        range=[0, 1.04 * highest or 1], title={"text": AXES[measure]}, ticksuffix="%" if scale == 100 else ""
    )
    layout["barmode"] = "stack"
    layout["margin"]["t"] = LEGEND if measure == "patients" else 8
    layout["height"] = len(rows) * BAR + AXIS + layout["margin"]["t"]
    words_column(layout, range(len(rows)), [count_words(row.overall, measure) for row in rows])
    bars = _by_grade(rows) if measure == "patients" else [_plain(rows, measure)]
    return assembled([*bars, _whiskers(rows, measure, scale)], layout)


def _by_grade(rows: Sequence[EventRow]) -> list[Spec]:
    """A part of every bar a grade that occurs, those without a grade first."""
    grades = [grade for grade in (0, *GRADES) if any(row.overall.worst[grade] for row in rows)]
    return [
        bar_part(
            [100 * row.overall.worst[grade] / row.overall.n if row.overall.n else 0 for row in rows],
            GRADE_SHADES[grade],
            grade_words(grade or None),
            [worst_words(row_label(row), grade or None, row.overall.worst[grade]) for row in rows],
        )
        for grade in grades
    ]


def _plain(rows: Sequence[EventRow], measure: EventMeasure) -> Spec:
    values = [estimate_of(row.overall, measure).value or 0 for row in rows]
    return bar_part(values, ACCENT, "", [row_label(row) for row in rows])


def _whiskers(rows: Sequence[EventRow], measure: EventMeasure, scale: int) -> Spec:
    """The interval of each whole bar."""
    found = [estimate_of(row.overall, measure) for row in rows]
    return bar_whiskers([[scale * (part or 0) for part in (one.value, one.low, one.high)] for one in found])
