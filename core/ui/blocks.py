"""What pages are built of: one call draws one card of a result."""

from core.charts.rate_bars import rate_bars
from core.domain.rates import RateResult
from core.tables.rates import rates_table
from core.ui import card
from core.ui.page import Context
from core.words.rates import caption


def rates_card(ctx: Context, result: RateResult) -> list[int]:
    """The rates by group; returns what was clicked."""
    words = caption(ctx.catalogue, result, "rates", ctx.today)
    return card.show(
        card.Card(key="rates", caption=words, figure=lambda: rate_bars(result), table=lambda: rates_table(result)),
        selectable=True,
    )
