"""Differences of response rates from the reference group, in percentage points, with intervals."""

import plotly.graph_objects as go

from core.charts.rows import AXIS, ROW, Dot, dots, label_axis, line_at, shown, words_column
from core.charts.theme import ACCENT, FAINT, assembled, base_layout
from core.domain.rates import GroupRate, RateResult
from core.words.numbers import difference
from core.words.rates import DIFFERENCE_AXIS, alt, size_mark

TITLE = 28  # pixels, of the axis


def rate_differences(result: RateResult) -> go.Figure:
    """One row a group other than the reference."""
    rows = [_row(group) for group in result.groups if group.difference is not None]
    layout = base_layout()
    layout["xaxis"].update(range=[-104, 104], tickvals=[-100, -50, 0, 50, 100], title={"text": DIFFERENCE_AXIS})
    layout["yaxis"].update(label_axis([row.label for row in rows]))
    layout["shapes"] = [line_at(0)]
    layout["height"] = max(len(rows), 1) * ROW + AXIS + TITLE
    layout["meta"] = {"alt": alt(result, "differences")}
    words_column(layout, range(len(rows)), [row.text for row in rows])
    return assembled([dots(rows)], layout)


def _row(group: GroupRate) -> Dot:
    found = group.difference
    parts = (found.value, found.low, found.high) if found else (None, None, None)
    value, low, high = (None if part is None else 100 * part for part in parts)
    return Dot(
        label=shown(group.label),
        value=value,
        low=low,
        high=high,
        text=difference(found) + (f"  <i>{size_mark(group)}</i>" if size_mark(group) and value is not None else ""),
        colour=FAINT if group.size == "tiny" else ACCENT,
    )
