"""The drawer of the predictors page that tells how far its model can be trusted."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from core.analysis.diagnostics import diagnose_model
from core.analysis.model import fit_model
from core.charts.calibration import calibration
from core.charts.influence import influence
from core.charts.residual_quantiles import residual_quantiles
from core.charts.residuals import residuals
from core.charts.roc import roc
from core.domain.diagnostics import Diagnostics
from core.domain.filters import CohortFilter
from core.domain.model import ModelResult, ModelSpec
from core.domain.rows import Rows
from core.store.cohort_store import CohortStore
from core.tables.diagnostic_plots import calibration_table, influence_summary, influence_table, residuals_table, roc_table
from core.tables.diagnostics import measures_table, ranges_table
from core.ui import cached, card, page
from core.ui.complete_cases import complete_cases, say_complete
from core.ui.page import Context
from core.words.diagnostic_plots import Plot, plot_caption
from core.words.diagnostics import HEADING, RANGES, caption
from core.words.influence import too_many
from core.words.model_method import STATUSES

Draw = Callable[[ModelResult, Diagnostics], go.Figure]
Fill = Callable[[Diagnostics], Rows]
SIDE_BY_SIDE: dict[str, tuple[tuple[Plot, Draw, Fill], ...]] = {
    "logistic": (("roc", roc, roc_table), ("calibration", calibration, calibration_table)),
    "least_squares": (("residuals", residuals, residuals_table), ("quantiles", residual_quantiles, residuals_table)),
}


def diagnostics_card(ctx: Context, result: ModelResult) -> None:
    """How far the model can be trusted, folded away; nothing where there is none."""
    model = complete_cases(ctx, result)
    if model.status == "ok" and model.spec.together and (place := card.drawer(HEADING, "diagnostics")):
        with place:
            say_complete(result.spec)
            _cards(ctx, model, cached.answer(_diagnosed, ctx.store, model.cohort, model.spec))


def _diagnosed(source: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> Diagnostics:
    return diagnose_model(source, cached.answer(fit_model, source, cohort, spec))


def _cards(ctx: Context, result: ModelResult, found: Diagnostics) -> None:
    if found.status != "ok":
        page.notice(STATUSES[found.status])
        return
    if result.spec.kind == "logistic" or found.residuals:
        for column, (plot, draw, fill) in zip(st.columns(2), SIDE_BY_SIDE[result.spec.kind], strict=True):
            with column:
                _plot(ctx, (result, found), plot, draw, fill)
    if found.patients:
        _plot(ctx, (result, found), "influence", influence, influence_table, influence_summary)
    else:
        page.aside(too_many(result.n))
    words = caption(ctx.catalogue, result, found, HEADING, ctx.today)
    card.show_list("diagnostics", words, lambda: measures_table(found), whole=True)
    words = caption(ctx.catalogue, result, found, RANGES, ctx.today)
    card.show_list("ranges", words, lambda: ranges_table(found), whole=True)


def _plot(
    ctx: Context,
    model: tuple[ModelResult, Diagnostics],
    plot: Plot,
    draw: Draw,
    fill: Fill,
    short: Fill | None = None,
) -> None:
    """One plot with its numbers; `short` are those that stand on the page."""
    card.show(
        card.Card(
            key=plot,
            caption=plot_caption(ctx.catalogue, *model, plot, ctx.today),
            figure=lambda: draw(*model),
            table=lambda: fill(model[1]),
            short=(lambda: short(model[1])) if short else None,
        )
    )
