"""What the adverse-event page is built of: one call draws one card."""

from collections.abc import Callable

import plotly.graph_objects as go

from core.analysis.event_listing import event_listing
from core.analysis.events import adverse_events
from core.analysis.incidence import incidence
from core.charts.event_bars import event_bars
from core.charts.event_pairs import event_butterfly, event_dots, event_volcano
from core.charts.incidence_curves import incidence_curves
from core.domain.events import EventResult, EventRow, EventSpec
from core.tables.events import events_table, pairs_table, short_events_table
from core.tables.incidence import incidence_table
from core.ui import cached, card, event_controls, link, page
from core.ui.event_controls import EventView
from core.ui.listing_blocks import events_list
from core.ui.page import Context
from core.words.event_groups import Look, pair_caption
from core.words.event_listing import listing_caption
from core.words.event_names import nothing_like
from core.words.events import caption
from core.words.incidence import HEADING, incidence_caption

FIRST_CHOICES = ("first", "competes")
DRAW: dict[Look, Callable[..., go.Figure]] = {"dots": event_dots, "butterfly": event_butterfly, "volcano": event_volcano}


def events_result(ctx: Context, spec: EventSpec) -> EventResult:
    """The adverse events of everyone treated and in view."""
    return cached.answer(adverse_events, ctx.store, ctx.cohort, spec)


def incidence_card(ctx: Context, result: EventResult, view: EventView) -> EventRow | None:
    """How many had what, and how bad it was; returns the row that was clicked."""
    rows = view.drawn(result)
    if view.search and len(rows) == 1:
        page.notice(nothing_like(view.by, view.search))
    clicked = card.show(
        card.Card(
            key="incidence",
            caption=caption(ctx.catalogue, result, rows, view.by, ctx.today, view.measure),
            figure=lambda: event_bars(result, rows, view.by, view.measure),
            table=lambda: events_table(result, result.rows),
            short=lambda: short_events_table(view.rows(result)),
        ),
        selectable=True,
    )
    return card.clicked_of(rows, clicked)


def listing_card(ctx: Context, result: EventResult, row: EventRow | None, key: str = "listing") -> None:
    """The events behind the clicked row, and who had them."""
    if row is not None:
        found = event_listing(ctx.store, result, row)
        events_list(found.events, listing_caption(ctx.catalogue, found, ctx.today), key)


def groups_card(ctx: Context, result: EventResult, view: EventView) -> EventRow | None:
    """A group against the reference; nothing unless two groups with patients are compared. Returns the row clicked."""
    others = [at for at, one in enumerate(result.groups) if one.n and at != result.reference_at]
    if result.reference_at is None or not others:
        return None
    at, look = event_controls.compared(result, others)
    rows = view.drawn(result)
    words = pair_caption(ctx.catalogue, result, (view.by, rows, at), ctx.today)
    clicked = card.show(
        card.Card(
            key="compared",
            caption=words,
            figure=lambda: DRAW[look](result, rows, at, words.alt),
            table=lambda: events_table(result, result.rows),
            short=lambda: pairs_table(result, view.rows(result), at),
        ),
        selectable=True,
    )
    return card.clicked_of(rows, clicked)


def first_card(ctx: Context, result: EventResult) -> None:
    """When a first event began, folded away."""
    if place := card.drawer(HEADING, "first_events", opened=link.named("first_events", FIRST_CHOICES)):
        with place:
            spec = event_controls.first_event(ctx, result, result.spec)
            found = cached.answer(incidence, ctx.store, ctx.cohort, spec)
            words = incidence_caption(ctx.catalogue, found, ctx.today)
            card.show(
                card.Card(
                    key="incidence_curves",
                    caption=words,
                    figure=lambda: incidence_curves(found, words.alt),
                    table=lambda: incidence_table(found),
                )
            )
    else:
        link.rest(FIRST_CHOICES)
