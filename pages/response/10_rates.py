"""Response rates.

How many of the patients in view respond, by group, with intervals, differences and the test that made each p-value.
"""

from core.ui import controls, listing_blocks, page, rate_blocks

ctx = page.begin(__doc__)
spec = controls.rate_spec(ctx)
result = rate_blocks.rates_result(ctx, spec)
published = controls.benchmarks(ctx, spec)
clicked = rate_blocks.rates_card(ctx, result, published)
listing_blocks.members_card(ctx, result, clicked)
rate_blocks.heatmap_card(ctx, result)
rate_blocks.sets_card(ctx, result)
rate_blocks.differences_card(ctx, result)
rate_blocks.tests_card(result)
