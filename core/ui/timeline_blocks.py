"""Timelines of single patients on the adverse-event page."""

import streamlit as st

from core.analysis.timelines import timelines
from core.catalogue.lookup import endpoint
from core.charts.timelines import timelines as timelines_chart
from core.domain.events import EventResult
from core.domain.timelines import LANES, TimelineSpec
from core.tables.timelines import timelines_table
from core.ui import cached, card, link
from core.ui.inputs import choice, toggle, whole
from core.ui.page import Context, aside
from core.ui.patient_blocks import way_to
from core.words.timelines import (
    EVERYONE_NAME,
    HEADING,
    ORDER_NAME,
    ORDERS,
    nobody_words,
    page_words,
    timelines_caption,
)

CHOICES = ("lanes", "lanes-all", "lanes-page")


def timelines_card(ctx: Context, result: EventResult) -> None:
    """A lane a patient, a page at a time, folded away."""
    if place := card.drawer(HEADING, "timelines", opened=link.named("timelines", CHOICES)):
        with place:
            spec = _asked(ctx, result)
            if spec is None:
                aside(nobody_words(result))
                return
            found = cached.answer(timelines, ctx.store, ctx.cohort, spec)
            words = timelines_caption(ctx.catalogue, found, ctx.today)
            clicked = card.show(
                card.Card(
                    key="timelines_lanes",
                    caption=words,
                    figure=lambda: timelines_chart(found, words.alt),
                    table=lambda: timelines_table(found),
                ),
                selectable=True,
            )
            lane = card.clicked_of(found.lanes, clicked)
            way_to(lane.patient if lane else None, "lanes")
    else:
        link.rest(CHOICES)


def _asked(ctx: Context, result: EventResult) -> TimelineSpec | None:
    """Which lanes in which order; None where there is no lane."""
    columns = st.columns([2, 2.4, 1.7, 1.6], vertical_alignment="bottom")
    with columns[0]:
        order = choice("lanes", ORDER_NAME, list(ORDERS), "follow-up", ORDERS.__getitem__)
    with columns[1]:
        everyone = toggle("lanes-all", EVERYONE_NAME)
    lanes = result.everyone.n if everyone else result.any_event.overall.patients
    if not lanes:
        link.rest(("lanes-page",))
        return None
    pages = -(-lanes // LANES)
    with columns[2]:
        page = whole("lanes-page", page_words(pages), pages) if pages > 1 else 1
    return TimelineSpec(
        endpoint=endpoint(ctx.catalogue, ctx.catalogue.default_endpoint),
        only=result.spec.only,
        order=order,
        everyone=everyone,
        page=page,
    )
