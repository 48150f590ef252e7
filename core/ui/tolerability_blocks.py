"""Response against tolerability on the adverse-event page."""

import streamlit as st

from core.analysis.tolerability import tolerability
from core.catalogue.lookup import endpoint, groupable, variable
from core.charts.tolerability import tolerability as tolerability_chart
from core.domain.events import EventResult
from core.domain.rates import Grouping
from core.domain.tolerability import LEAST, ToleranceSpec
from core.tables.tolerability import tolerability_table
from core.ui import cached, card, link
from core.ui.inputs import choice, whole
from core.ui.page import Context, aside
from core.words.tolerability import ACROSS_NAME, EVERY_VARIABLE, HEADING, LEAST_NAME, NO_MONTH, tolerability_caption

CHOICES = ("across", "least-n")
EVERY = "every"
FEW = 8  # levels
MOST_LEAST = 50


def tolerability_card(ctx: Context, result: EventResult) -> None:
    """How many responded against how many had an event, a mark a group, folded away."""
    if place := card.drawer(HEADING, "tolerability", opened=link.named("tolerability", CHOICES)):
        with place:
            month = _month(ctx)
            if month is None:
                link.rest(CHOICES)
                aside(NO_MONTH)
                return
            found = cached.answer(tolerability, ctx.store, ctx.cohort, _asked(ctx, result, month))
            words = tolerability_caption(ctx.catalogue, found, ctx.today)
            if not found.points:
                aside(words.note)
                return
            card.show(
                card.Card(
                    key="tolerability",
                    caption=words,
                    figure=lambda: tolerability_chart(found, words.alt),
                    table=lambda: tolerability_table(found),
                )
            )
    else:
        link.rest(CHOICES)


def _month(ctx: Context) -> int | None:
    """The catalogue's month, else the last with visits; None without any."""
    months = [month for month in ctx.store.version.months if month > 0]
    usual = ctx.catalogue.default_month
    return usual if usual in months else months[-1] if months else None


def _asked(ctx: Context, result: EventResult, month: int) -> ToleranceSpec:
    few, offered = _variables(ctx)
    labels = {EVERY: EVERY_VARIABLE} | {name: variable(ctx.catalogue, name).label for name in offered}
    options = [name for name in labels if few or name != EVERY]
    columns = st.columns([3, 2, 5], vertical_alignment="bottom")
    with columns[0]:
        across = choice("across", ACROSS_NAME, options, options[0], labels.__getitem__)
    with columns[1]:
        least = whole("least-n", LEAST_NAME, MOST_LEAST, LEAST)
    names = few if across == EVERY else [across]
    return ToleranceSpec(
        endpoint=endpoint(ctx.catalogue, ctx.catalogue.default_endpoint),
        month=month,
        window=ctx.catalogue.window,
        by=tuple(Grouping(name, variable(ctx.catalogue, name).cuts) for name in names),
        only=result.spec.only,
        least=least,
        interval=result.spec.interval,
        level=result.spec.level,
    )


def _variables(ctx: Context) -> tuple[list[str], list[str]]:
    """The choices of two to FEW levels in these data, and all variables that patients can be divided by."""
    recorded = [facet for facet in ctx.everyone.facets if facet.recorded]
    levels = {facet.variable.name: sum(one.total > 0 for one in facet.choices) for facet in recorded}
    offered = [one for one in groupable(ctx.catalogue) if one.name in levels]
    return [one.name for one in offered if one.choice and 2 <= levels[one.name] <= FEW], [one.name for one in offered]
