"""What the adverse-event page is built of: one call draws one card."""

from core.analysis.events import adverse_events
from core.charts.event_bars import event_bars
from core.domain.events import EventResult, EventSpec
from core.tables.events import events_table, short_events_table
from core.ui import cached, card
from core.ui.event_controls import EventView
from core.ui.page import Context
from core.words.events import caption


def events_result(ctx: Context, spec: EventSpec) -> EventResult:
    """The adverse events of everyone treated and in view."""
    return cached.answer(adverse_events, ctx.store, ctx.cohort, spec)


def incidence_card(ctx: Context, result: EventResult, view: EventView) -> None:
    """How many had what, and how bad it was."""
    rows = view.rows(result)
    card.show(
        card.Card(
            key="incidence",
            caption=caption(ctx.catalogue, result, rows, view.by, ctx.today, view.measure),
            figure=lambda: event_bars(result, rows, view.by, view.measure),
            table=lambda: events_table(result, result.rows),
            short=lambda: short_events_table(rows),
        )
    )
