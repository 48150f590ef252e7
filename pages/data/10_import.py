"""Import.

The clinic's own files in, checked and mapped. Nothing is published before you say so.
"""

from core.ui import import_blocks, import_columns, import_rows, page

ctx = page.begin(__doc__, stop_when_empty=False)
made = import_blocks.files_card(ctx)
if made:
    start = import_columns.start_row(ctx, made)
    tried, mapping = import_blocks.tried(ctx, made, start)
    if tried:
        import_blocks.outcome_card(ctx, made, import_blocks.outcome_of(ctx, tried), mapping)
        import_rows.words_card(ctx, made, tried, mapping)
    source = import_columns.source_choice(made)
    import_columns.columns_card(ctx, made, source, start)
    if tried:
        import_rows.first_rows_card(source, tried)
        import_blocks.findings_card(ctx, tried.outcome)
        import_blocks.change_cards(ctx, tried)
