"""Forest plot of a model: crude and adjusted estimates with their intervals, odds ratios on a logarithmic axis."""

import plotly.graph_objects as go

from core.charts.odds import FREE, Edges, edges, odds_axis, within
from core.charts.rows import interval, label_axis, line_at, shown, with_second, words_column
from core.charts.theme import ACCENT, FAINT, REFERENCE_LINE, Spec, assembled, base_layout
from core.domain.model import Coefficient, Fit, ModelResult
from core.words.coefficients import (
    ADJUSTED,
    AXES,
    CRUDE,
    PUBLISHED,
    against_words,
    coefficient_label,
    count_words,
    estimate_words,
    main_words,
    mark_words,
    test_words,
)
from core.words.model import alt

ROW, AXIS = 44, 110  # pixels
APART = 0.16  # of a row, between the crude and the adjusted estimate


def forest(result: ModelResult, *, crude: bool = True, published: bool = False) -> go.Figure:
    """One row a coefficient, in the order of the terms; the words at the right are the estimate to be read first and its p."""
    rows = result.coefficients
    layout = base_layout()
    layout["height"] = max(len(rows), 1) * ROW + AXIS
    layout["margin"]["t"] = 40
    layout["meta"] = {"alt": alt(result)}
    layout["yaxis"].update(label_axis([_label(result, row) for row in rows]))
    odds = result.spec.kind == "logistic"
    layout["xaxis"].update(odds_axis(_edges(result)) if odds else {})
    layout["xaxis"]["title"] = {"text": AXES[result.spec.kind]}
    layout["shapes"] = [line_at(1 if odds else 0)]
    words_column(layout, range(len(rows)), [_words(result, row) for row in rows])
    return assembled([*_traces(result, crude=crude), *(_published(result) if published else [])], layout)


def _label(result: ModelResult, row: Coefficient) -> str:
    """The level, and below it what it is compared with."""
    return with_second(shown(coefficient_label(row)), shown(against_words(result, row)))


def _told(result: ModelResult, row: Coefficient) -> str:
    """The same in one line."""
    return shown(f"{coefficient_label(row)} {against_words(result, row)}".strip())


def _published(result: ModelResult) -> list[Spec]:
    """Open diamonds where a published estimate stands for the row."""
    places = {(row.variable, row.value): at for at, row in enumerate(result.coefficients)}
    found = [(places[one.variable, one.value], one) for one in result.published if (one.variable, one.value) in places]
    if not found:
        return []
    return [
        {
            "type": "scatter",
            "x": [one.estimate for _, one in found],
            "y": [at for at, _ in found],
            "mode": "markers",
            "name": PUBLISHED,
            "marker": {"size": 15, "symbol": "diamond-open", "color": REFERENCE_LINE, "line": {"width": 2.5}},
            "customdata": [[None, _told(result, result.coefficients[at]), mark_words(one)] for at, one in found],
            "hovertemplate": f"%{{customdata[1]}}<br>{PUBLISHED}: %{{customdata[2]}}<extra></extra>",
        }
    ]


def _traces(result: ModelResult, *, crude: bool) -> list[Spec]:
    """The crude and the adjusted estimates, side by side; those of terms fitted apart alone."""
    alone, both = ([row.crude for row in result.coefficients], [row.adjusted for row in result.coefficients])
    if not result.spec.together:
        return [_dots(result, alone, CRUDE, ACCENT, 0.0)]
    beside = [_dots(result, alone, CRUDE, FAINT, -APART)] if crude else []
    return [*beside, _dots(result, both, ADJUSTED, ACCENT, APART if crude else 0.0)]


def _words(result: ModelResult, row: Coefficient) -> str:
    return f"{count_words(row)}  <b>{main_words(row, result.spec.kind)}</b>  p {test_words(row.main)}"


def _dots(result: ModelResult, fits: list[Fit | None], name: str, colour: str, shift: float) -> Spec:
    drawn = [(at, fit.estimate) for at, fit in enumerate(fits) if fit is not None and fit.estimate.value is not None]
    placed = [within(estimate, _edges(result)) for _, estimate in drawn]
    values = [value for value, _, _ in placed]
    return {
        "type": "scatter",
        "x": values,
        "y": [at + shift for at, _ in drawn],
        "mode": "markers",
        "name": name,
        "marker": {"size": 11, "color": colour},
        "error_x": interval(values, [low for _, low, _ in placed], [high for _, _, high in placed], colour),
        "customdata": [
            [None, _told(result, result.coefficients[at]), estimate_words(fits[at], result.spec.kind)] for at, _ in drawn
        ],
        "hovertemplate": f"%{{customdata[1]}}<br>{name}: %{{customdata[2]}}<extra></extra>",
    }


def _edges(result: ModelResult) -> Edges:
    if result.spec.kind != "logistic":
        return FREE
    fits = [fit for row in result.coefficients for fit in (row.crude, row.adjusted) if fit]
    return edges([fit.estimate for fit in fits], [one.estimate for one in result.published])
