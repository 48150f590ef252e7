"""Combinations of events on the adverse-event page."""

from core.analysis.event_combinations import combinations
from core.analysis.event_listing import combination_listing
from core.charts.event_combinations import event_combinations
from core.domain.event_combinations import Combination, CombinationResult, CombinationSpec
from core.domain.events import EventResult, Kind
from core.tables.event_combinations import combinations_table
from core.ui import cached, card
from core.ui.listing_blocks import events_list
from core.ui.page import Context, aside
from core.words.event_combinations import HEADING, combinations_caption, combinations_finding
from core.words.event_listing import combination_listing_caption


def combinations_card(ctx: Context, result: EventResult, by: Kind) -> None:
    """Which kinds of events the same patients had, folded away; `by` says kinds of what."""
    if place := card.drawer(HEADING, "event_combinations"):
        with place:
            spec = result.spec
            asked = CombinationSpec(only=spec.only, by="term" if by == "any" else by, interval=spec.interval, level=spec.level)
            found = cached.answer(combinations, ctx.store, ctx.cohort, asked)
            if not found.combinations:
                aside(combinations_finding(found))
                return
            words = combinations_caption(ctx.catalogue, found, ctx.today)
            clicked = card.show(
                card.Card(
                    key="event_combinations",
                    caption=words,
                    figure=lambda: event_combinations(found, words.alt),
                    table=lambda: combinations_table(found),
                    mark_of=lambda row, _: row,
                ),
                selectable=True,
            )
            if one := card.clicked_of(found.combinations, clicked):
                _listed(ctx, found, one)


def _listed(ctx: Context, found: CombinationResult, one: Combination) -> None:
    """Who is behind the clicked combination."""
    listing = combination_listing(ctx.store, found, one)
    words = combination_listing_caption(ctx.catalogue, listing, ctx.today)
    events_list(listing.events, words, "event_combinations_listing")
