"""Predictors.

Which baseline factors go with response, refitted on exactly the patients in view. Associations, not causes.
"""

from core.ui import cached, model_blocks, model_controls, page

ctx = page.begin(__doc__)
spec = model_controls.model_spec(ctx)
result = cached.cohort_model(ctx.store, ctx.cohort, spec)
model_blocks.forest_card(ctx, result)
model_blocks.scan_card(ctx, spec)
model_blocks.diagnostics_card(ctx, result)
model_blocks.published_card(ctx, result)
model_blocks.terms_card(ctx, result)
model_blocks.sentences_card(result)
