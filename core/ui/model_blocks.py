"""What the predictors page is built of: one call draws one card of a model."""

from core.charts.cut_scan import cut_scan
from core.charts.forest import forest
from core.domain.model import ModelResult, ModelSpec
from core.tables.cut_scan import cut_scan_table
from core.tables.diagnostics import measures_table, ranges_table
from core.tables.model import coefficients_summary, coefficients_table, terms_table
from core.tables.published_models import published_models_table
from core.ui import cached, card, link, page
from core.ui.model_controls import scan_spec
from core.ui.page import Context
from core.words.coefficients import sentence
from core.words.cut_scan import HEADING as SCAN
from core.words.cut_scan import caption as scan_caption
from core.words.diagnostics import HEADING, RANGES
from core.words.diagnostics import caption as diagnostics_caption
from core.words.model import STATUSES, WHOLE_TERMS, caption
from core.words.published_models import HEADING as PUBLISHED
from core.words.published_models import published_caption, variant_names


def forest_card(ctx: Context, result: ModelResult) -> None:
    """The forest plot, or in words why there is none."""
    if result.status != "ok":
        page.notice(STATUSES[result.status])
    words = caption(ctx.catalogue, result, "forest", ctx.today)
    crude = link.kept("crude") != "1"
    card.show(
        card.Card(
            key="forest",
            caption=words,
            figure=lambda: forest(result, crude=crude),
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
            fits, names = cached.published_models(ctx.store), variant_names(ctx.catalogue)
            words = published_caption(ctx.catalogue, fits, result.provenance, ctx.today)
            card.show_list("published_models", words, lambda: published_models_table(fits, names), whole=True)


def diagnostics_card(ctx: Context, result: ModelResult) -> None:
    """How far a logistic model can be trusted, folded away."""
    if result.status != "ok" or result.spec.kind != "logistic":
        return
    if place := card.drawer(HEADING, "diagnostics"):
        with place:
            found = cached.cohort_diagnostics(ctx.store, ctx.cohort, result.spec)
            words = diagnostics_caption(ctx.catalogue, result, found, HEADING, ctx.today)
            card.show_list("diagnostics", words, lambda: measures_table(found), whole=True)
            words = diagnostics_caption(ctx.catalogue, result, found, RANGES, ctx.today)
            card.show_list("ranges", words, lambda: ranges_table(found), whole=True)


def scan_card(ctx: Context, spec: ModelSpec) -> None:
    """Every cut-off of a number, folded away."""
    if spec.kind != "logistic":
        return
    if place := card.drawer(SCAN, "scan"):
        with place:
            result = cached.cohort_scan(ctx.store, ctx.cohort, scan_spec(ctx, spec))
            words = scan_caption(ctx.catalogue, result, ctx.today)
            card.show(
                card.Card(key="scan", caption=words, figure=lambda: cut_scan(result), table=lambda: cut_scan_table(result))
            )


def terms_card(ctx: Context, result: ModelResult) -> None:
    """The test of every whole term, folded away."""
    if result.terms and (place := card.drawer(WHOLE_TERMS, "terms")):
        with place:
            words = caption(ctx.catalogue, result, "terms", ctx.today)
            card.show_list("terms", words, lambda: terms_table(result), whole=True)


def sentences_card(result: ModelResult) -> None:
    """Every estimate in a sentence, folded away."""
    if result.coefficients and (place := card.drawer("In words", "words")):
        with place:
            for row in result.coefficients:
                page.aside(sentence(result, row))
