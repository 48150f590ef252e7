"""Predictors.

Which baseline factors go with response, refitted on exactly the patients in view. Associations, not causes.
"""

from core.ui import adjusted_blocks, diagnostics_blocks, model_blocks, model_controls, page, subgroup_blocks

ctx = page.begin(__doc__)
spec = model_controls.model_spec(ctx)
result = model_blocks.model_result(ctx, spec)
model_blocks.forest_card(ctx, result)
adjusted_blocks.adjusted_card(ctx, result)
adjusted_blocks.what_if_card(ctx, result)
model_blocks.scan_card(ctx, spec)
subgroup_blocks.subgroups_card(ctx, result)
diagnostics_blocks.diagnostics_card(ctx, result)
model_blocks.published_card(ctx, result)
model_blocks.terms_card(ctx, result)
model_blocks.sentences_card(result)
