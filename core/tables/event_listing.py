"""The events behind a mark as a table."""

from core.domain.event_listing import Listed
from core.domain.rows import Rows


def event_listing_table(found: Listed) -> Rows:
    """One row an event; empty cells where not recorded."""
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]
