"""Adverse events.

Who had what, how bad, and in whom more often. Everyone treated counts, not only those who completed.
"""

from core.ui import (
    event_blocks,
    event_combination_blocks,
    event_controls,
    event_month_blocks,
    page,
    timeline_blocks,
    tolerability_blocks,
)

ctx = page.begin(__doc__, needs="adverse_event")
spec, view = event_controls.event_view(ctx)
result = event_blocks.events_result(ctx, spec)
clicked = event_blocks.incidence_card(ctx, result, view)
event_blocks.listing_card(ctx, result, clicked)
compared = event_blocks.groups_card(ctx, result, view)
event_blocks.listing_card(ctx, result, compared, "compared_listing")
event_blocks.first_card(ctx, result)
timeline_blocks.timelines_card(ctx, result)
event_month_blocks.months_card(ctx, result, view.by)
event_combination_blocks.combinations_card(ctx, result, view.by)
tolerability_blocks.tolerability_card(ctx, result)
