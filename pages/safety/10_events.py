"""Adverse events.

Who had what, how bad, and in whom more often. Everyone treated counts, not only those who completed.
"""

from core.ui import event_blocks, event_controls, page

ctx = page.begin(__doc__)
spec, view = event_controls.event_view(ctx)
result = event_blocks.events_result(ctx, spec)
event_blocks.incidence_card(ctx, result, view)
