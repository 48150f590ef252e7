"""Missing values: a bar a variable, as long as the share that is missing."""

import plotly.graph_objects as go

from core.charts.rows import bar_part, label_axis, shown, words_column
from core.charts.theme import ACCENT, assembled, base_layout
from core.domain.missing import MissingResult
from core.words.missing import AXIS, label_words, missing_words

BAR, AXIS_ROOM = 30, 76  # pixels


def missing_bars(result: MissingResult, alt: str) -> go.Figure:
    """The variables that somebody lacks, the largest share first."""
    rows = [one for one in result.variables if one.missing]
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    layout["yaxis"].update(label_axis([shown(label_words(one)) for one in rows]))
    longest = max((100 * one.share for one in rows), default=0)
    layout["xaxis"].update(range=[0, min(102, 1.04 * longest) or 1], title={"text": AXIS}, ticksuffix="%")
    layout["height"] = max(len(rows), 1) * BAR + AXIS_ROOM
    words_column(layout, range(len(rows)), [missing_words(one) for one in rows])
    said = [f"{label_words(one)}: {missing_words(one)}" for one in rows]
    return assembled([bar_part([100 * one.share for one in rows], ACCENT, "", said)], layout)
