"""The terms of a model as the reader puts them together: preset, variables, forms and interactions; kept in the link."""

from dataclasses import replace
from itertools import combinations

import streamlit as st

from core.analysis.terms import parse_terms
from core.catalogue.lookup import groupable, landmark, landmark_variable, variable
from core.domain.errors import RequestError
from core.domain.terms import KNOTS, LAST, Preset, Term, check_terms
from core.domain.variable import Variable
from core.ui import link
from core.ui.cuts import cut_points
from core.ui.inputs import choice
from core.ui.page import Context
from core.words.model_choices import INTERACTIONS, PRESET_TERMS, TERMS_NAME, form_words, pair_words

TERMS = "terms"
PER = (1.0, 5.0, 10.0, 20.0, 50.0)


def preset_choice(ctx: Context) -> Preset:
    """The preset that terms start from; another one starts anew."""
    labels = {one.key: one.label for one in ctx.catalogue.presets}
    key = choice("preset", "Terms as in", list(labels), next(iter(labels)), labels.__getitem__)
    if st.session_state.get("preset_shown", key) != key:
        link.keep(TERMS, "")
    st.session_state["preset_shown"] = key
    return next(one for one in ctx.catalogue.presets if one.key == key)


def chosen_terms(ctx: Context, preset: Preset, month: int) -> tuple[Term, ...]:
    """The terms of the preset, or those put together in the drawer; its controls are drawn only while it is open."""
    usual = preset.terms
    terms = _asked_terms(ctx, preset)
    drawer = st.popover("Terms", width="stretch", on_change="rerun", key=f"terms_{preset.key}_{link.epoch()}")
    if drawer.open:
        with drawer:
            terms = _edited(ctx, terms, preset, month) or usual
    text = ";".join(term.to_text() for term in terms)
    link.keep(TERMS, "" if terms == usual else text)
    return terms


def _asked_terms(ctx: Context, preset: Preset) -> tuple[Term, ...]:
    """The terms that the link spells, or those of the preset where it spells none or none that can be."""
    try:
        terms = parse_terms(ctx.catalogue, link.kept(TERMS) or "") or preset.terms
        check_terms(terms, together=preset.together)
    except RequestError:
        link.refuse(TERMS, TERMS_NAME, PRESET_TERMS, "")
        return preset.terms
    return terms


def _edited(ctx: Context, terms: tuple[Term, ...], preset: Preset, month: int) -> tuple[Term, ...]:
    offered = offered_variables(ctx) | _landmarks(ctx, month)
    started = {term.variable: term for term in terms if term.variable in offered and not term.by}
    key = f"terms_in_{preset.key}_{link.epoch()}"
    names = st.multiselect(TERMS_NAME, list(offered), list(started), format_func=lambda name: offered[name].label, key=key)
    formed = tuple(_formed(ctx, offered[name], started.get(name), preset.key) for name in names)
    if not preset.together:
        return formed
    return (*formed, *_interactions(ctx, formed, [term for term in terms if term.by], preset.key))


def _interactions(ctx: Context, formed: tuple[Term, ...], started: list[Term], preset: str) -> list[Term]:
    """The interactions chosen among the pairs of terms that can have one."""
    names = [term.variable for term in formed if term.form != "spline"]
    pairs = {term.key: term for term in (_pair(one, other, started) for one, other in combinations(names, 2))}
    key = f"interactions_in_{preset}_{link.epoch()}"
    asked = [term.key for term in started if term.key in pairs]
    labels = {key: pair_words(ctx.catalogue, term) for key, term in pairs.items()}
    picked = st.multiselect(INTERACTIONS, list(pairs), asked, format_func=labels.__getitem__, key=key)
    return [pairs[name] for name in picked]


def _pair(one: str, other: str, started: list[Term]) -> Term:
    """The interaction of two variables, in the order the link has it."""
    there = next((term for term in started if {term.variable, term.by} == {one, other}), None)
    return there or Term(variable=one, form="interaction", by=other)


def offered_variables(ctx: Context) -> dict[str, Variable]:
    """The variables a model or a scan can be made of, as far as anybody has a value; by name."""
    recorded = {facet.variable.name for facet in ctx.everyone.facets if facet.recorded}
    return {one.name: one for one in groupable(ctx.catalogue) if one.name in recorded}


def _landmarks(ctx: Context, month: int) -> dict[str, Variable]:
    """The main measure at every month with visits before the response."""
    months = [one for one in ctx.store.version.months if 0 < one < month]
    made = [landmark_variable(ctx.catalogue, ctx.catalogue.main_measure, one) for one in months]
    return {one.name: one for one in made}


def _formed(ctx: Context, chosen: Variable, start: Term | None, preset: str) -> Term:
    """One term: what its levels are compared with, the units its line is told for, or groups at cut points."""
    forms: dict[str, Term] = {term.to_text(): term for term in (*_offered_forms(ctx, chosen), *((start,) if start else ()))}
    names = list(forms)
    at = names.index(start.to_text()) if start else 0
    key = f"form_{chosen.name}_{preset}_{link.epoch()}"
    picked: str = st.selectbox(chosen.label, names, at, format_func=lambda name: form_words(forms[name], chosen), key=key)
    return forms[picked]


def _offered_forms(ctx: Context, chosen: Variable) -> list[Term]:
    """Every reference level that occurs, then lines, cut points and curves, as far as the variable has them."""
    choices = ctx.values_of(chosen).choices if chosen.choice else ()
    levels = [Term(variable=chosen.name, form="levels", reference=one.level.value) for one in choices if one.total]
    told = PER if chosen.numeric else PER[:1] if chosen.discrete else ()
    lines = [Term(variable=chosen.name, form="linear", per=per) for per in told]
    cuts = [Term(variable=chosen.name, form="cuts", cuts=chosen.cuts, reference=LAST)] if chosen.numeric and chosen.cuts else []
    curves = [Term(variable=chosen.name, form="spline", knots=knots) for knots in KNOTS] if chosen.numeric else []
    return levels + lines + cuts + curves


def with_movable_cuts(ctx: Context, term: Term) -> Term:
    """The term with the cut points where the reader has moved them; those at a landmark month stay where the link has them."""
    if term.form != "cuts" or landmark(term.variable)[1] is not None:
        return term
    return replace(term, cuts=cut_points(ctx, variable(ctx.catalogue, term.variable), term.cuts))
