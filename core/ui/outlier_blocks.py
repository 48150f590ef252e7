"""Numbers and scores beyond their fences, on the page of data quality."""

import streamlit as st

from core.analysis.numeric_outliers import numeric_outliers
from core.charts.numeric_outliers import numeric_outliers as outliers_chart
from core.domain.numeric_outliers import NumericOutlierResult
from core.tables.numeric_outliers import fences_table, numeric_outliers_table
from core.ui import cached, card
from core.ui.navigation import page_at
from core.ui.page import Context
from core.ui.patient_blocks import way_to
from core.words.numeric_outliers import HEADING, LABS, caption

LABORATORY = "labs"


def outliers_card(ctx: Context, window: float) -> None:
    """The values farthest out and the fences, folded away."""
    if place := card.drawer(HEADING, "numeric_outliers"):
        with place:
            result: NumericOutlierResult = cached.answer(numeric_outliers, ctx.store, ctx.cohort, window)
            if result.rows:
                _values(ctx, result)
            words = caption(ctx.catalogue, result, "fences", ctx.today)
            card.show_list("fences", words, lambda: fences_table(result), whole=True)
            if ctx.store.version.labs:
                st.page_link(page_at(LABORATORY), label=LABS, icon=":material/arrow_forward:")


def _values(ctx: Context, result: NumericOutlierResult) -> None:
    """The marks, and the way to the patient of the one that is clicked."""
    words = caption(ctx.catalogue, result, "values", ctx.today)
    clicked = card.show(
        card.Card(
            key="numeric_outliers",
            caption=words,
            figure=lambda: outliers_chart(result, words.alt),
            table=lambda: numeric_outliers_table(result),
            mark_of=lambda row, _: row,
        ),
        selectable=True,
    )
    chosen = card.clicked_of(result.rows, clicked)
    way_to(chosen.patient_id if chosen else None, "numeric_outliers")
