"""Forest plot of a model: crude and adjusted estimates with their intervals, odds ratios on a logarithmic axis."""

from math import log10

import plotly.graph_objects as go

from core.charts.rows import interval, label_axis, line_at, shown, words_column
from core.charts.theme import ACCENT, FAINT, Spec, assembled, base_layout
from core.domain.model import Coefficient, Fit, ModelResult
from core.words.coefficients import ADJUSTED, CRUDE, coefficient_label, count_words, estimate_words, test_words
from core.words.model import alt

ROW, AXIS = 44, 86  # pixels
APART = 0.16  # of a row, between the crude and the adjusted estimate
NARROWEST, WIDEST = 0.01, 100.0  # odds ratios; what lies beyond is drawn to the edge
MANY_DECADES = 3  # of an axis, from which on only powers of ten are written
TICKS = (0.001, 0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100, 1000)


def forest(result: ModelResult, *, crude: bool = True) -> go.Figure:
    """One row a coefficient, in the order of the terms; the words at the right are the adjusted estimate and its p."""
    rows = result.coefficients
    layout = base_layout()
    layout["height"] = max(len(rows), 1) * ROW + AXIS
    layout["margin"]["t"] = 40
    layout["meta"] = {"alt": alt(result)}
    layout["yaxis"].update(label_axis([shown(coefficient_label(row)) for row in rows]))
    odds = result.spec.kind == "logistic"
    layout["xaxis"].update(_odds_axis(result) if odds else {})
    layout["shapes"] = [line_at(1 if odds else 0)]
    words_column(layout, range(len(rows)), [_words(result, row) for row in rows])
    adjusted = _dots(result, [row.adjusted for row in rows], ADJUSTED, ACCENT, APART if crude else 0.0)
    return assembled(
        [_dots(result, [row.crude for row in rows], CRUDE, FAINT, -APART), adjusted] if crude else [adjusted], layout
    )


def _words(result: ModelResult, row: Coefficient) -> str:
    return f"{count_words(row)}  <b>{estimate_words(row.adjusted, result.spec.kind)}</b>  p {test_words(row.adjusted)}"


def _dots(result: ModelResult, fits: list[Fit | None], name: str, colour: str, shift: float) -> Spec:
    drawn = [(at, fit.estimate) for at, fit in enumerate(fits) if fit is not None and fit.estimate.value is not None]
    odds = result.spec.kind == "logistic"
    low, high = _edges(result) if odds else (float("-inf"), float("inf"))
    values = [min(max(estimate.value or 0.0, low), high) for _, estimate in drawn]
    lows = [max(low, estimate.low) if estimate.low is not None else low for _, estimate in drawn]
    highs = [min(high, estimate.high) if estimate.high is not None else high for _, estimate in drawn]
    return {
        "type": "scatter",
        "x": values,
        "y": [at + shift for at, _ in drawn],
        "mode": "markers",
        "name": name,
        "marker": {"size": 11, "color": colour},
        "error_x": interval(values, lows, highs, colour),
        "customdata": [
            [None, shown(coefficient_label(result.coefficients[at])), estimate_words(fits[at], result.spec.kind)]
            for at, _ in drawn
        ],
        "hovertemplate": f"%{{customdata[1]}}<br>{name}: %{{customdata[2]}}<extra></extra>",
    }


def _edges(result: ModelResult) -> tuple[float, float]:
    """The ends of the odds-ratio axis: as wide as the estimates need, within a thousandfold either way."""
    found = [fit.estimate for row in result.coefficients for fit in (row.crude, row.adjusted) if fit]
    values = [part for one in found for part in (one.value, one.low, one.high) if part]
    low, high = min([0.2, *values]), max([5.0, *values])
    return max(low * 0.8, NARROWEST / 10), min(high * 1.25, WIDEST * 10)


def _odds_axis(result: ModelResult) -> Spec:
    low, high = _edges(result)
    wide = log10(high / low) > MANY_DECADES
    ticks = [tick for tick in TICKS if low <= tick <= high and (not wide or log10(tick).is_integer())]
    return {
        "type": "log",
        "range": [log10(low), log10(high)],
        "tickvals": ticks,
        "ticktext": [f"{tick:g}" for tick in ticks],
        "tickangle": 0,
    }
