"""What the data-quality page is built of: one call draws one card."""

import streamlit as st

from core.analysis.completers import completers
from core.analysis.coverage import coverage
from core.analysis.missing import missing
from core.charts.completer_differences import completer_differences
from core.charts.coverage_bars import coverage_bars
from core.charts.missing_bars import missing_bars
from core.charts.score_months import score_months
from core.domain.completers import CompletersResult
from core.domain.coverage import CoverageResult
from core.domain.endpoint import AnalysisSet
from core.domain.filters import number
from core.domain.missing import MissingResult
from core.domain.rates import RateSpec
from core.tables.quality import (
    completers_table,
    coverage_table,
    missing_table,
    scores_table,
    short_completers_table,
    short_coverage_table,
)
from core.ui import cached, card, page
from core.ui.controls import WINDOWS, endpoint_choice, month_choice
from core.ui.inputs import choice
from core.ui.page import Context
from core.words.choices import WINDOW
from core.words.completers import NO_MONTH
from core.words.completers import caption as completers_caption
from core.words.coverage import caption as coverage_caption
from core.words.missing import NOTHING_MISSING
from core.words.missing import caption as missing_caption


def quality_window(ctx: Context) -> float:
    """The visit window, shared with the pages of response."""
    columns = st.columns([1.3, 6.3], vertical_alignment="bottom")
    with columns[0]:
        return choice("window", WINDOW, WINDOWS, ctx.catalogue.window, number)


def completers_card(ctx: Context, window: float) -> None:
    """Completers against non-completers, for the endpoint and month chosen here; they are those of the pages of response."""
    if not any(month > 0 for month in ctx.store.version.months):
        page.aside(NO_MONTH)
        return
    columns = st.columns([1.5, 0.8, 5.3], vertical_alignment="bottom")
    with columns[0]:
        chosen = endpoint_choice(ctx)
    with columns[1]:
        month = month_choice(ctx)
    spec = RateSpec(endpoint=chosen, month=month, window=window, analysis_set=AnalysisSet.OBSERVED)
    result: CompletersResult = cached.answer(completers, ctx.store, ctx.cohort, spec)
    words = completers_caption(ctx.catalogue, result, ctx.today)
    if result.completers and result.others:
        card.show(
            card.Card(
                key="completers",
                caption=words,
                figure=lambda: completer_differences(result, words.alt),
                table=lambda: completers_table(result),
                short=lambda: short_completers_table(result),
                whole=True,
            )
        )
    else:
        card.show_list(
            "completers", words, lambda: completers_table(result), whole=True, short=lambda: short_completers_table(result)
        )


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
            short=lambda: short_coverage_table(result),
            whole=True,
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
