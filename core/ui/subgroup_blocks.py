"""The effect of one factor within subgroups: its controls and its card."""

from collections import Counter
from dataclasses import replace

import streamlit as st

from core.analysis.subgroups import subgroups, usual_subgroups
from core.catalogue.lookup import variable
from core.charts.subgroups import subgroups as subgroups_chart
from core.domain.model import ModelResult, ModelSpec
from core.domain.subgroups import SubgroupSpec
from core.domain.terms import Term
from core.tables.subgroups import subgroups_table
from core.ui import cached, card, link
from core.ui.complete_cases import complete_cases, say_complete
from core.ui.inputs import choice, choices
from core.ui.page import Context
from core.words.subgroups import FACTOR, HEADING, WITHIN, caption

CHOICES = ("factor", "within")


def subgroups_card(ctx: Context, result: ModelResult) -> None:
    """The effect of one term of the model within levels of others, folded away; nothing without a term of one column."""
    model = complete_cases(ctx, result)
    factors = _factors(model)
    if not factors:
        return
    if place := card.drawer(HEADING, "subgroups", opened=link.named("subgroups", CHOICES)):
        with place:
            say_complete(result.spec)
            found = cached.answer(subgroups, ctx.store, ctx.cohort, _asked(ctx, model, factors))
            words = caption(ctx.catalogue, found, ctx.today)
            card.show(
                card.Card(
                    key="subgroups", caption=words, figure=lambda: subgroups_chart(found), table=lambda: subgroups_table(found)
                )
            )
    else:
        link.rest(CHOICES)


def _factors(result: ModelResult) -> dict[str, Term]:
    """The terms of the model that have one estimate: two levels, or a line."""
    levels = Counter(row.variable for row in result.coefficients if row.part == "level")
    lines = {row.variable for row in result.coefficients if row.part == "line"}
    one = 2 if result.spec.coding == "effect" else 1
    return {term.key: term for term in result.spec.main_terms if term.key in lines or levels[term.key] == one}


def _asked(ctx: Context, result: ModelResult, factors: dict[str, Term]) -> SubgroupSpec:
    labels = dict(result.labels)
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    with left:
        factor = factors[choice("factor", FACTOR, list(factors), next(iter(factors)), labels.__getitem__)]
    offered = {term.variable: term for term in usual_subgroups(ctx.catalogue, factor)}
    offered |= {term.key: term for term in result.spec.main_terms if term.form in ("levels", "cuts") and term != factor}
    names = {name: variable(ctx.catalogue, name).label for name in offered}
    usual = [term.key for term in result.spec.main_terms if term.key in offered]
    with right:
        within = choices("within", WITHIN, list(offered), usual, names.__getitem__)
    return SubgroupSpec(model=_alone(result.spec, factor), by=tuple(offered[name] for name in within))


def _alone(spec: ModelSpec, factor: Term) -> ModelSpec:
    """The model of this factor and nothing else."""
    return replace(spec, terms=(factor,), coding="treatment", together=True)
