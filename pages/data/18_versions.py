"""Versions.

Who published what from which files, what changed since, and the way back.
"""

from core.ui import page, version_blocks

ctx = page.begin(__doc__, stop_when_empty=False)
found = version_blocks.versions_card(ctx)
chosen = version_blocks.version_choice(ctx, found)
version_blocks.comparison_cards(ctx, chosen)
version_blocks.origin_drawer(found, chosen)
version_blocks.history_drawer(ctx, found)
