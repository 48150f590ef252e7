"""Lists of the patients behind a mark, and from a row of one the way to the patient's page."""

from core.analysis.members import members
from core.domain.caption import Caption
from core.domain.event_listing import Listed
from core.domain.members import Members
from core.domain.rates import GroupRate, RateResult
from core.tables.event_listing import event_listing_table
from core.tables.members import members_table
from core.ui import card
from core.ui.page import Context
from core.ui.patient_blocks import way_to
from core.words.members import members_caption


def events_list(found: Listed, words: Caption, key: str) -> None:
    """The events behind a mark, and who had them."""
    picked = card.show_rows(key, words, lambda: event_listing_table(found))
    way_to(str(found.rows[picked][0]) if picked is not None else None, key)


def members_card(ctx: Context, result: RateResult, group: GroupRate | None, key: str = "members") -> None:
    """Who the clicked group is."""
    if group is not None:
        found: Members = members(ctx.store, result, group)
        words = members_caption(ctx.catalogue, result, found, ctx.today)
        picked = card.show_rows(key, words, lambda: members_table(found))
        way_to(str(found.rows[picked].baseline[0]) if picked is not None else None, key)
