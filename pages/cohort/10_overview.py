"""Overview.

Who was treated, who is in view, who was assessed, who responded, and how they differed at the start.
"""

from core.ui import blocks, cached, controls, page

ctx = page.begin(__doc__)
spec = controls.response(ctx)
result = cached.cohort_overview(ctx.store, ctx.cohort, spec)
blocks.flow_card(ctx, result)
blocks.baseline_card(ctx, result)
blocks.published_card(ctx, result)
