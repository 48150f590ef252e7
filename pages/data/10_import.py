"""Import.

The clinic's own files in, checked and mapped. Nothing is published before you say so.
"""

from core.ui import import_blocks, import_changes, import_columns, import_guard, import_rows, page

ctx = page.begin(__doc__, stop_when_empty=False)
made = import_blocks.files_card(ctx)
if made:
    start = import_columns.start_row(ctx, made)
    mapping = import_blocks.mapped(ctx, made, start)
    if mapping:
        tried = import_blocks.tried(ctx, made, mapping)
        import_blocks.outcome_card(ctx, made, import_blocks.outcome_of(ctx, tried), mapping)
        import_guard.guard_card(ctx, made, mapping)
        import_rows.words_card(ctx, made, tried, mapping)
    source = import_columns.source_choice(made)
    import_columns.columns_card(ctx, made, source, mapping or start)
    if mapping:
        import_rows.first_rows_card(made, source, tried, mapping)
        import_blocks.findings_card(ctx, tried.outcome)
        import_changes.change_cards(ctx, tried)
