"""Adjusted risks as a chart: the risk if everybody had a level, with its interval, and the difference in words."""

import plotly.graph_objects as go

from core.charts.rows import Dot, above, dots, label_axis, line_at, percent_axis, shown, words_column
from core.charts.theme import ACCENT, FAINT, assembled, base_layout
from core.domain.adjusted import AdjustedRisk, AdjustedRisks
from core.words.adjusted import (
    RISK_AXIS,
    alt,
    count_words,
    difference_words,
    mark,
    observed_words,
    risk_label,
    risk_words,
)

ROW, AXIS, NAME = 34, 92, 28  # pixels; a model has many levels


def adjusted_chart(found: AdjustedRisks) -> go.Figure:
    """One row a level, in the order of the terms, the observed rate as a dotted line; lines have their difference only."""
    rows = [_row(one) for one in found.risks]
    layout = base_layout()
    layout["height"] = max(len(rows), 1) * ROW + AXIS + NAME
    layout["margin"]["t"] = NAME
    layout["meta"] = {"alt": alt(found)}
    layout["xaxis"].update(percent_axis() | {"title": {"text": RISK_AXIS}})
    layout["yaxis"].update(label_axis([row.label for row in rows]))
    words_column(layout, range(len(rows)), [row.text for row in rows])
    if found.observed and found.observed.value is not None:
        at = 100 * found.observed.value
        layout["shapes"] = [line_at(at, "dot")]
        layout["annotations"].append(above(at, observed_words(found)))
    return assembled([dots(rows)], layout)


def _row(one: AdjustedRisk) -> Dot:
    parts = (one.risk.value, one.risk.low, one.risk.high) if one.risk else (None, None, None)
    value, low, high = (None if part is None else 100 * part for part in parts)
    told = f"<b>{risk_words(one)}</b>  {difference_words(one)}" if one.risk else f"<b>{difference_words(one)}</b>"
    return Dot(
        label=shown(risk_label(one)),
        value=value,
        low=low,
        high=high,
        text=f"{count_words(one)}  {told}" + (f"  <i>{mark(one)}</i>" if mark(one) else ""),
        colour=FAINT if one.size == "tiny" else ACCENT,
    )
