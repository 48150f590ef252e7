"""What the response-rates page is built of: one call draws one card."""

from core.analysis.rates import rates
from core.charts.rate_bars import rate_bars
from core.charts.rate_differences import rate_differences
from core.charts.rate_heatmap import rate_heatmap
from core.charts.rate_sets import rate_sets
from core.domain.catalogue import Benchmark
from core.domain.rates import GroupRate, RateResult, RateSpec
from core.tables.rates import rates_table, sets_table, tests_table
from core.tables.short_rates import short_rates_table
from core.ui import cached, card
from core.ui.page import Context
from core.words.rates import View, caption


def rates_result(ctx: Context, spec: RateSpec) -> RateResult:
    """The response rates of the patients in view."""
    return cached.answer(rates, ctx.store, ctx.cohort, spec)


def rates_card(ctx: Context, result: RateResult, benchmarks: tuple[Benchmark, ...] = ()) -> GroupRate | None:
    """The rates by group, with published ones below on request; returns the group that was clicked."""
    clicked = card.show(
        card.Card(
            key="rates",
            caption=caption(ctx.catalogue, result, "rates", ctx.today, benchmarks),
            figure=lambda: rate_bars(result, benchmarks=benchmarks),
            table=lambda: rates_table(result),
            short=lambda: short_rates_table(result),
        ),
        selectable=True,
    )
    return card.clicked_of(result.groups or [result.overall], clicked)


def heatmap_card(ctx: Context, result: RateResult) -> None:
    """The two groupings as a heat map; nothing where there is only one."""
    if len(result.spec.by) == 2 and result.groups:
        _card(ctx, result, "heatmap")


def differences_card(ctx: Context, result: RateResult) -> None:
    """Each group against the reference; nothing where there is no second group."""
    if any(group.difference for group in result.groups):
        _card(ctx, result, "differences")


def sets_card(ctx: Context, result: RateResult) -> None:
    """The attrition strip."""
    _card(ctx, result, "sets")


def tests_card(result: RateResult) -> None:
    """Every test of the page with its multiplicity, folded away."""
    if result.comparisons and (place := card.drawer("Tests", "tests")):
        with place:
            card.show_whole(tests_table(result), "Tests over the groups")


def _card(ctx: Context, result: RateResult, view: View) -> None:
    figure = {"heatmap": rate_heatmap, "differences": rate_differences, "sets": rate_sets}[view]
    table, short = (sets_table, None) if view == "sets" else (rates_table, lambda: short_rates_table(result))
    words = caption(ctx.catalogue, result, view, ctx.today)
    card.show(
        card.Card(
            key=view,
            caption=words,
            figure=lambda: figure(result),
            table=lambda: table(result),
            short=short,
        )
    )
