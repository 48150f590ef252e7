"""What the predictors page is built of: one call draws one card of a model."""

import streamlit as st

from core.analysis.curve import curve
from core.analysis.cut_scan import scan
from core.analysis.model import fit_model
from core.analysis.published_models import published_fits
from core.charts.curve import curve as curve_chart
from core.charts.cut_scan import cut_scan
from core.charts.forest import forest
from core.domain.cut_scan import ScanSpec
from core.domain.filters import CohortFilter
from core.domain.model import ModelResult, ModelSpec
from core.tables.curve import curve_table
from core.tables.cut_scan import cut_scan_table
from core.tables.model import coefficients_summary, coefficients_table, terms_table
from core.tables.published_models import published_models_table
from core.ui import cached, card, link, page
from core.ui.complete_cases import say_complete
from core.ui.model_controls import scan_spec
from core.ui.page import Context
from core.words.coefficients import sentence
from core.words.curve import caption as curve_caption
from core.words.cut_scan import HEADING as SCAN
from core.words.cut_scan import caption as scan_caption
from core.words.model import IN_WORDS, WHOLE_TERMS, caption
from core.words.model_method import STATUSES, changed_words
from core.words.provenance import behind
from core.words.published_models import HEADING as PUBLISHED
from core.words.published_models import published_caption, variant_names


def model_result(ctx: Context, spec: ModelSpec) -> ModelResult:
    """The regression of the patients in view."""
    return cached.answer(fit_model, ctx.store, ctx.cohort, spec)


def forest_card(ctx: Context, result: ModelResult) -> None:
    """The forest plot, or in words why there is none."""
    crude, published = link.kept("crude") != "1", link.kept("pub") == "1"
    words = caption(ctx.catalogue, result, "forest", ctx.today, published=published)
    if not result.coefficients:
        page.notice(words.note)
        page.aside(behind(words))
        return
    if result.status != "ok":
        page.notice(STATUSES[result.status])
    for change in result.changed:
        page.aside(changed_words(change))
    card.show(
        card.Card(
            key="forest",
            caption=words,
            figure=lambda: forest(result, crude=crude, published=published),
            table=lambda: coefficients_table(result),
            short=lambda: coefficients_summary(result),
        )
    )


def published_card(ctx: Context, result: ModelResult) -> None:
    """Published estimates beside refits of everyone treated, folded away; nothing where the data mirror none."""
    if not ctx.store.version.reference:
        return
    if place := card.drawer(PUBLISHED, "published_models"):
        with place:
            fits, names = cached.answer(published_fits, ctx.store, CohortFilter()), variant_names(ctx.catalogue)
            words = published_caption(ctx.catalogue, fits, result.provenance, ctx.today)
            card.show_list("published_models", words, lambda: published_models_table(fits, names), whole=True)


def scan_card(ctx: Context, spec: ModelSpec) -> None:
    """The response over a number as a curve, and every cut-off, beside it where there is room; folded away."""
    if spec.kind != "logistic":
        return
    if place := card.drawer(SCAN, "scan"):
        with place:
            say_complete(spec)
            asked = scan_spec(ctx, spec)
            with st.container(key="cut_offs"):
                _curve_card(ctx, asked)
                _cuts_card(ctx, asked)


def _curve_card(ctx: Context, asked: ScanSpec) -> None:
    result = cached.answer(curve, ctx.store, ctx.cohort, asked)
    words = curve_caption(ctx.catalogue, result, ctx.today)
    if result.model.status != "ok":
        page.notice(words.note)
        return
    card.show(card.Card(key="curve", caption=words, figure=lambda: curve_chart(result), table=lambda: curve_table(result)))


def _cuts_card(ctx: Context, asked: ScanSpec) -> None:
    result = cached.answer(scan, ctx.store, ctx.cohort, asked)
    words = scan_caption(ctx.catalogue, result, ctx.today)
    if result.status != "ok":
        page.notice(words.note)
        return
    card.show(card.Card(key="scan", caption=words, figure=lambda: cut_scan(result), table=lambda: cut_scan_table(result)))


def terms_card(ctx: Context, result: ModelResult) -> None:
    """The test of every whole term, folded away."""
    if result.terms and (place := card.drawer(WHOLE_TERMS, "terms")):
        with place:
            words = caption(ctx.catalogue, result, "terms", ctx.today)
            card.show_list("terms", words, lambda: terms_table(result), whole=True)


def sentences_card(result: ModelResult) -> None:
    """Every estimate in a sentence, folded away."""
    if result.coefficients and (place := card.drawer(IN_WORDS, "words")):
        with place:
            for row in result.coefficients:
                page.aside(sentence(result, row))
