"""Response rates.

How many of the patients in view respond, by group, with intervals, differences and the test that made each p-value.
"""

from core.ui import blocks, cached, controls, page

ctx = page.begin(__doc__)
spec = controls.rate_spec(ctx)
result = cached.cohort_rates(ctx.store, ctx.cohort, spec)
published = controls.benchmarks(ctx, spec)
clicked = blocks.rates_card(ctx, result, published)
blocks.members_card(ctx, result, clicked)
blocks.heatmap_card(ctx, result)
blocks.sets_card(ctx, result)
blocks.differences_card(ctx, result)
blocks.tests_card(result)
