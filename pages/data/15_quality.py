"""Data quality.

What is missing, what looks wrong, and how those who were assessed differ from those who were not.
"""

from core.ui import course_blocks, outlier_blocks, page, quality_blocks

ctx = page.begin(__doc__)
window = quality_blocks.quality_window(ctx)
quality_blocks.coverage_card(ctx, window)
quality_blocks.missing_cards(ctx, window)
course_blocks.courses_card(ctx)
outlier_blocks.outliers_card(ctx, window)
quality_blocks.completers_card(ctx, window)
