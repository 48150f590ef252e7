"""Response against tolerability on the adverse-event page."""

import streamlit as st

from core.analysis.tolerability import compared_by, grouping_of, rates_behind, tolerability, usual_month
from core.catalogue.lookup import endpoint, variable
from core.charts.tolerability import tolerability as tolerability_chart
from core.domain.events import EventResult
from core.domain.tolerability import LEAST, ToleranceSpec
from core.tables.tolerability import tolerability_table
from core.ui import cached, card, link
from core.ui.inputs import choice, whole
from core.ui.listing_blocks import members_card
from core.ui.page import Context, aside
from core.words.tolerability import ACROSS_NAME, EVERY_VARIABLE, HEADING, LEAST_NAME, NO_MONTH, tolerability_caption

CHOICES = ("across", "least-n")
EVERY = "every"
MOST_LEAST = 50


def tolerability_card(ctx: Context, result: EventResult) -> None:
    """How many responded against how many had an event, a mark a group, folded away."""
    if place := card.drawer(HEADING, "tolerability", opened=link.named("tolerability", CHOICES)):
        with place:
            month = usual_month(ctx.store)
            if month is None:
                link.rest(CHOICES)
                aside(NO_MONTH)
                return
            found = cached.answer(tolerability, ctx.store, ctx.cohort, _asked(ctx, result, month))
            words = tolerability_caption(ctx.catalogue, found, ctx.today)
            if not found.points:
                aside(words.note)
                return
            clicked = card.show(
                card.Card(
                    key="tolerability",
                    caption=words,
                    figure=lambda: tolerability_chart(found, words.alt),
                    table=lambda: tolerability_table(found),
                    mark_of=lambda row, _: row,
                ),
                selectable=True,
            )
            if point := card.clicked_of(found.points, clicked):
                result_of, group = rates_behind(ctx.store, found, point)
                members_card(ctx, result_of, group, "tolerability_members")
    else:
        link.rest(CHOICES)


def _asked(ctx: Context, result: EventResult, month: int) -> ToleranceSpec:
    few, offered = compared_by(ctx.catalogue, ctx.everyone)
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
        by=tuple(grouping_of(ctx.catalogue, name) for name in names),
        only=result.spec.only,
        least=least,
        interval=result.spec.interval,
        level=result.spec.level,
    )
