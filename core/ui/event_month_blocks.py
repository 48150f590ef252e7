"""Events month by month of treatment on the adverse-event page."""

import streamlit as st

from core.analysis.event_listing import month_listing
from core.analysis.event_months import month_map
from core.charts.event_months import event_months
from core.domain.event_months import MonthCell, MonthResult, MonthSpec, RowKind
from core.domain.events import EventResult, Kind
from core.tables.event_months import event_months_table, place_of, short_event_months_table
from core.ui import cached, card, link
from core.ui.inputs import choice
from core.ui.listing_blocks import events_list
from core.ui.page import Context, aside
from core.words.event_listing import month_listing_caption, nobody_then
from core.words.event_months import HAPPENING_NAME, HAPPENINGS, HEADING, months_caption

CHOICES = ("happening",)


def months_card(ctx: Context, result: EventResult, by: Kind) -> None:
    """How many had what in which month, folded away."""
    if place := card.drawer(HEADING, "event_months", opened=link.named("event_months", CHOICES)):
        with place:
            found = cached.answer(month_map, ctx.store, ctx.cohort, _asked(result, by))
            words = months_caption(ctx.catalogue, found, ctx.today)
            if not found.rows:
                aside(words.note)
                return
            clicked = card.show(
                card.Card(
                    key="event_months",
                    caption=words,
                    figure=lambda: event_months(found, words.alt),
                    table=lambda: event_months_table(found),
                    short=lambda: short_event_months_table(found),
                    mark_of=lambda row, heading: place_of(found, row, heading),
                ),
                selectable=True,
            )
            _listed(ctx, found, found.cell(clicked[0]) if clicked else None)
    else:
        link.rest(CHOICES)


def _listed(ctx: Context, found: MonthResult, cell: MonthCell | None) -> None:
    """Who is behind the clicked cell."""
    if cell is None:
        return
    if not cell.patients:
        aside(nobody_then(found, cell))
        return
    listing = month_listing(ctx.store, found, cell)
    events_list(listing.events, month_listing_caption(ctx.catalogue, listing, ctx.today), "event_months_listing")


def _asked(result: EventResult, by: Kind) -> MonthSpec:
    columns = st.columns([3, 7])
    with columns[0]:
        happening = choice("happening", HAPPENING_NAME, list(HAPPENINGS), "ongoing", HAPPENINGS.__getitem__)
    rows: RowKind = "category" if by == "category" else "term"
    spec = result.spec
    return MonthSpec(only=spec.only, by=rows, happening=happening, interval=spec.interval, level=spec.level)
