"""Overview.

Who was treated, who is in view, who was assessed, who responded, and how they differed at the start.
"""

from core.ui import controls, overview_blocks, page

ctx = page.begin(__doc__)
spec = controls.response(ctx)
result = overview_blocks.overview_result(ctx, spec)
overview_blocks.flow_card(ctx, result)
overview_blocks.baseline_card(ctx, result)
overview_blocks.published_card(ctx, result)
