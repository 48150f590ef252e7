"""The attrition strip: the same rate under every analysis set."""

import plotly.graph_objects as go

from core.charts.rows import AXIS, ROW, Dot, dots, label_axis, percent_axis, words_column
from core.charts.theme import ACCENT, FAINT, assembled, base_layout
from core.domain.rates import RateResult, SetRate, size_of
from core.words.numbers import percent, rate_interval
from core.words.rates import alt, size_words
from core.words.sets import SHORT_SETS


def rate_sets(result: RateResult) -> go.Figure:
    """One row an analysis set; the one in use stands out."""
    rows = [_row(one, one.analysis_set is result.spec.analysis_set) for one in result.sets]
    layout = base_layout()
    layout["xaxis"].update(percent_axis())
    layout["yaxis"].update(label_axis([row.label for row in rows]))
    layout["height"] = len(rows) * ROW + AXIS
    layout["meta"] = {"alt": alt(result, "sets")}
    words_column(layout, range(len(rows)), [row.text for row in rows])
    return assembled([dots(rows)], layout)


def _row(one: SetRate, in_use: bool) -> Dot:
    value, low, high = (None if part is None else 100 * part for part in (one.rate.value, one.rate.low, one.rate.high))
    label = SHORT_SETS[one.analysis_set]
    mark = f"  <i>{size_words(size_of(one.n))}</i>" if size_of(one.n) != "enough" else ""
    return Dot(
        label=f"<b>{label}</b>" if in_use else label,
        value=value,
        low=low,
        high=high,
        text=f"<b>{one.events}/{one.n}</b>  {percent(one.rate.value)}  ({rate_interval(one.rate)}){mark}",
        colour=ACCENT if in_use else FAINT,
    )
