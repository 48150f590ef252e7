"""What the overview page is built of: one call draws one card."""

from core.analysis.overview import overview
from core.charts.flow import flow_chart
from core.domain.overview import OverviewResult
from core.domain.rates import RateSpec
from core.tables.overview import baseline_table, flow_table, published_table
from core.ui import cached, card
from core.ui.page import Context
from core.words.overview import caption


def overview_result(ctx: Context, spec: RateSpec) -> OverviewResult:
    """Patient flow and baseline of the patients in view."""
    return cached.answer(overview, ctx.store, ctx.cohort, spec)


def flow_card(ctx: Context, result: OverviewResult) -> None:
    """The patient flow."""
    words = caption(ctx.catalogue, result, "flow", ctx.today)
    card.show(card.Card(key="flow", caption=words, figure=lambda: flow_chart(result), table=lambda: flow_table(result)))


def baseline_card(ctx: Context, result: OverviewResult) -> None:
    """The baseline table."""
    words = caption(ctx.catalogue, result, "baseline", ctx.today)
    card.show_list("baseline", words, lambda: baseline_table(result), whole=True)


def published_card(ctx: Context, result: OverviewResult) -> None:
    """Published figures beside this cohort's; nothing for a cohort that mirrors no published analysis."""
    if result.published:
        words = caption(ctx.catalogue, result, "published", ctx.today)
        card.show_list("published", words, lambda: published_table(result), whole=True)
