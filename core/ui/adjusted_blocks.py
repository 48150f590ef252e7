"""The cards of the predictors page that speak of risks: adjusted ones, and that of one profile."""

import streamlit as st

from core.analysis.adjusted import adjusted_risks
from core.analysis.what_if import what_if
from core.charts.adjusted_risks import adjusted_chart
from core.domain.model import ModelResult
from core.domain.what_if import Profile
from core.tables.adjusted import adjusted_summary, adjusted_table
from core.tables.what_if import what_if_table
from core.ui import cached, card, link, page, what_if_controls
from core.ui.complete_cases import complete_cases, say_complete
from core.ui.page import Context
from core.words.adjusted import HEADING as ADJUSTED
from core.words.adjusted import caption as adjusted_caption
from core.words.model_method import STATUSES
from core.words.what_if import HEADING as WHAT_IF
from core.words.what_if import caption as what_if_caption


def adjusted_card(ctx: Context, result: ModelResult) -> None:
    """The risk if everybody had a level, for every level of a logistic model, folded away."""
    model = complete_cases(ctx, result)
    if model.status != "ok" or model.spec.kind != "logistic" or not model.spec.together:
        return
    if place := card.drawer(ADJUSTED, "adjusted"):
        with place:
            say_complete(result.spec)
            found = cached.answer(adjusted_risks, ctx.store, ctx.cohort, model.spec)
            if _impossible(found.model):
                return
            card.show(
                card.Card(
                    key="adjusted",
                    caption=adjusted_caption(ctx.catalogue, found, ctx.today),
                    figure=lambda: adjusted_chart(found),
                    table=lambda: adjusted_table(found),
                    short=lambda: adjusted_summary(found),
                )
            )


def _impossible(model: ModelResult) -> bool:
    """Says why this card has nothing to show, though the model itself could be fitted: then True."""
    if model.status != "ok":
        page.notice(STATUSES[model.status])
    return model.status != "ok"


def what_if_card(ctx: Context, result: ModelResult) -> None:
    """What a logistic model says of a profile of the reader's choice, folded away unless the link names one."""
    model = complete_cases(ctx, result)
    possible = model.status == "ok" and model.spec.kind == "logistic" and model.spec.together
    place = card.drawer(WHAT_IF, "what_if", opened=link.named("what_if", (what_if_controls.PROFILE,))) if possible else None
    if place is None:
        link.rest((what_if_controls.PROFILE,))
        return
    with place:
        say_complete(result.spec)
        usual = cached.answer(what_if, ctx.store, ctx.cohort, model.spec, Profile())
        if _impossible(usual.model):
            link.rest((what_if_controls.PROFILE,))
            return
        found = cached.answer(what_if, ctx.store, ctx.cohort, model.spec, what_if_controls.profile(usual))
        words = what_if_caption(ctx.catalogue, found, ctx.today)
        with st.container(key="what_if_far" if found.beyond else "what_if_near"):
            card.show_list("what_if", words, lambda: what_if_table(found), whole=True)
