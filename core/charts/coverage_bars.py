"""Visits at the planned months: a bar a month, parted by who was seen, missed or no longer followed."""

import plotly.graph_objects as go

from core.charts.rows import bar_part, label_axis, percent_axis, words_column
from core.charts.theme import ACCENT, COOL_PART, FAINT, PALETTE, assembled, base_layout, see_through
from core.domain.coverage import CoverageResult
from core.words.coverage import AXIS, group_names, group_sizes, month_words, part_words, right_words

BAR, AXIS_ROOM, LEGEND = 30, 80, 46  # pixels
COLOURS = (ACCENT, COOL_PART, PALETTE[1], FAINT, see_through(FAINT, 0.35))


def coverage_bars(result: CoverageResult, alt: str) -> go.Figure:
    """One row a planned month; the parts of a row add up to everyone in view."""
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    layout["yaxis"].update(label_axis([month_words(one.month) for one in result.months]))
    layout["xaxis"].update(percent_axis(), title={"text": AXIS})
    layout["barmode"] = "stack"
    layout["margin"]["t"] = LEGEND
    layout["height"] = len(result.months) * BAR + AXIS_ROOM + LEGEND
    words_column(layout, range(len(result.months)), [right_words(one) for one in result.months])
    parts = [
        bar_part(
            [100 * group_sizes(one)[at] / one.n if one.n else 0 for one in result.months],
            COLOURS[at],
            name,
            [part_words(result, one, at) for one in result.months],
        )
        for at, name in enumerate(group_names(result))
        if not at or any(group_sizes(one)[at] for one in result.months)
    ]
    return assembled(parts, layout)
