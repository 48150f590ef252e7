"""What the data-quality page is built of: one call draws one card."""

import streamlit as st

from core.analysis.coverage import coverage
from core.analysis.missing import missing
from core.charts.coverage_bars import coverage_bars
from core.charts.missing_bars import missing_bars
from core.charts.score_months import score_months
from core.domain.coverage import CoverageResult
from core.domain.missing import MissingResult
from core.tables.quality import coverage_table, missing_table, scores_table
from core.ui import cached, card
from core.ui.controls import WINDOWS
from core.ui.inputs import choice
from core.ui.page import Context
from core.words.choices import WINDOW
from core.words.coverage import caption as coverage_caption
from core.words.missing import NOTHING_MISSING
from core.words.missing import caption as missing_caption


def quality_window(ctx: Context) -> float:
    """The visit window, shared with the pages of response."""
    columns = st.columns([1.3, 6.3], vertical_alignment="bottom")
    with columns[0]:
        return choice("window", WINDOW, WINDOWS, ctx.catalogue.window, str)


def coverage_card(ctx: Context, window: float) -> None:
    """Who has a visit at which planned month."""
    result: CoverageResult = cached.answer(coverage, ctx.store, ctx.cohort, window)
    words = coverage_caption(ctx.catalogue, result, ctx.today)
    card.show(
        card.Card(
            key="coverage",
            caption=words,
            figure=lambda: coverage_bars(result, words.alt),
            table=lambda: coverage_table(result),
        )
    )


def missing_cards(ctx: Context, window: float) -> None:
    """Scores by planned month, and missing values by variable: a list where nothing is missing."""
    result: MissingResult = cached.answer(missing, ctx.store, ctx.cohort, window)
    scores = missing_caption(ctx.catalogue, result, "scores", ctx.today)
    card.show(
        card.Card(
            key="scores",
            caption=scores,
            figure=lambda: score_months(result, scores.alt),
            table=lambda: scores_table(result),
        )
    )
    words = missing_caption(ctx.catalogue, result, "variables", ctx.today)
    if any(one.missing for one in result.variables):
        card.show(
            card.Card(
                key="missing",
                caption=words,
                figure=lambda: missing_bars(result, words.alt),
                table=lambda: missing_table(result),
            )
        )
    elif place := card.drawer(NOTHING_MISSING, "nothing_missing"):
        with place:
            card.show_list("missing", words, lambda: missing_table(result))
