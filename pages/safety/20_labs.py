"""Laboratory.

What blood tests do under treatment, and who passes which grade. Everyone treated counts, also those who left.
"""

from core.ui import lab_blocks, lab_controls, page

ctx = page.begin(__doc__, needs="lab")
spec = lab_controls.lab_spec(ctx)
lab_blocks.course_card(ctx, spec)
lab_blocks.grades_cards(ctx, spec)
lab_blocks.kidney_card(ctx, spec)
lab_blocks.liver_card(ctx, spec)
lab_blocks.outliers_list(ctx)
