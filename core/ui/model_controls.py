"""The controls of the predictors page: which response, which terms in which form, which methods; kept in the link."""

from dataclasses import dataclass, replace

import streamlit as st

from core.analysis.terms import parse_terms
from core.catalogue.lookup import groupable, variable
from core.domain.cut_scan import ScanSpec
from core.domain.endpoint import AnalysisSet
from core.domain.errors import RequestError
from core.domain.filters import number
from core.domain.model import Coding, Estimator, Interval, ModelKind, ModelSpec, TestOf
from core.domain.terms import LAST, Term
from core.domain.variable import Variable
from core.ui import link
from core.ui.controls import LEVELS, WINDOWS, endpoint_choice, month_choice
from core.ui.cuts import cut_points
from core.ui.inputs import choice, toggle
from core.ui.page import Context
from core.words.model_choices import CODING_NAMES, ESTIMATOR_NAMES, INTERVAL_NAMES, MODELS, TEST_NAMES, form_words
from core.words.sets import SETS

TERMS = "terms"
PER = (1.0, 5.0, 10.0, 20.0, 50.0)


def model_spec(ctx: Context) -> ModelSpec:
    """The question of the predictors page, from one row of controls and two drawers."""
    columns = st.columns([1.4, 1.4, 0.8, 1.8, 1.8, 1.0, 1.1], vertical_alignment="bottom")
    with columns[0]:
        kind: ModelKind = choice("model", "Model", list(MODELS), "logistic", MODELS.__getitem__)
    with columns[1]:
        endpoint = endpoint_choice(ctx)
    with columns[2]:
        month = month_choice(ctx)
    with columns[3]:
        chosen = _analysis_set(kind)
    with columns[4]:
        preset = _preset(ctx)
    with columns[5]:
        terms = _terms(ctx, preset)
    with columns[6]:
        methods = _methods(ctx, kind)
    return ModelSpec(
        kind=kind,
        endpoint=endpoint,
        month=month,
        window=methods.window,
        analysis_set=chosen,
        terms=tuple(_with_movable_cuts(ctx, term) for term in terms),
        coding=methods.coding,
        estimator=methods.estimator,
        interval=methods.interval,
        test=methods.test,
        level=methods.level,
    )


def scan_spec(ctx: Context, spec: ModelSpec) -> ScanSpec:
    """The question of the cut-off scan: a number of the reader's choice, and the response of the model."""
    labels = {name: one.label for name, one in _offered(ctx).items() if one.numeric}
    cut = [term.variable for term in spec.terms if term.form == "cuts"]
    name = choice("scan", "Number", list(labels), (*cut, *labels)[0], labels.__getitem__)
    return ScanSpec(
        variable=name,
        endpoint=spec.endpoint,
        month=spec.month,
        window=spec.window,
        analysis_set=spec.analysis_set,
        level=spec.level,
    )


def _analysis_set(kind: ModelKind) -> AnalysisSet:
    """Who is in the denominator; an improvement rate exists for those assessed only."""
    offered = list(AnalysisSet) if kind == "logistic" else [AnalysisSet.OBSERVED]
    return choice("set", "Analysis set", offered, AnalysisSet.OBSERVED, SETS.__getitem__)


def _preset(ctx: Context) -> str:
    labels = {one.key: one.label for one in ctx.catalogue.presets}
    key = choice("preset", "Terms as in", list(labels), next(iter(labels)), labels.__getitem__)
    if st.session_state.get("preset_shown", key) != key:
        link.keep(TERMS, "")
    st.session_state["preset_shown"] = key
    return key


def _terms(ctx: Context, preset: str) -> tuple[Term, ...]:
    """The terms of the preset, or those put together in the drawer; its controls are drawn only while it is open."""
    usual = next(one.terms for one in ctx.catalogue.presets if one.key == preset)
    try:
        terms = parse_terms(ctx.catalogue, link.kept(TERMS) or "") or usual
    except RequestError:
        terms = usual
    drawer = st.popover("Terms", width="stretch", on_change="rerun", key=f"terms_{preset}_{link.epoch()}")
    if drawer.open:
        with drawer:
            terms = _edited(ctx, terms, preset) or usual
    text = ";".join(term.to_text() for term in terms)
    link.keep(TERMS, "" if terms == usual else text)
    return terms


def _edited(ctx: Context, terms: tuple[Term, ...], preset: str) -> tuple[Term, ...]:
    offered = _offered(ctx)
    started = {term.variable: term for term in terms if term.variable in offered}
    key = f"terms_in_{preset}_{link.epoch()}"
    names = st.multiselect("Terms", list(offered), list(started), format_func=lambda name: offered[name].label, key=key)
    return tuple(_formed(ctx, offered[name], started.get(name), preset) for name in names)


def _offered(ctx: Context) -> dict[str, Variable]:
    """The variables a model or a scan can be made of, as far as anybody has a value; by name."""
    recorded = {facet.variable.name for facet in ctx.everyone.facets if facet.recorded}
    return {one.name: one for one in groupable(ctx.catalogue) if one.name in recorded}


def _formed(ctx: Context, chosen: Variable, start: Term | None, preset: str) -> Term:
    """One term: what its levels are compared with, the units its line is told for, or groups at cut points."""
    forms: dict[str, Term] = {term.to_text(): term for term in (*_offered_forms(ctx, chosen), *((start,) if start else ()))}
    names = list(forms)
    at = names.index(start.to_text()) if start else 0
    key = f"form_{chosen.name}_{preset}_{link.epoch()}"
    picked: str = st.selectbox(chosen.label, names, at, format_func=lambda name: form_words(forms[name], chosen), key=key)
    return forms[picked]


def _offered_forms(ctx: Context, chosen: Variable) -> list[Term]:
    """Every reference level that occurs, then lines, then cut points, as far as the variable has them."""
    choices = ctx.values_of(chosen).choices
    levels = [Term(variable=chosen.name, form="levels", reference=one.level.value) for one in choices if one.total]
    told = PER if chosen.numeric else PER[:1] if chosen.discrete else ()
    lines = [Term(variable=chosen.name, form="linear", per=per) for per in told]
    cuts = [Term(variable=chosen.name, form="cuts", cuts=chosen.cuts, reference=LAST)] if chosen.numeric and chosen.cuts else []
    return levels + lines + cuts


def _with_movable_cuts(ctx: Context, term: Term) -> Term:
    """The term with the cut points where the reader has moved them."""
    if term.form != "cuts":
        return term
    return replace(term, cuts=cut_points(ctx, variable(ctx.catalogue, term.variable), term.cuts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """What the drawer of methods says."""

    window: float
    estimator: Estimator
    interval: Interval
    test: TestOf
    coding: Coding
    level: float


def _methods(ctx: Context, kind: ModelKind) -> Methods:
    """The drawer of methods; its controls are drawn only while it is open."""
    drawer = st.popover("Methods", width="stretch", on_change="rerun", key=f"model_methods_{link.epoch()}")
    drawn, odds = bool(drawer.open), bool(drawer.open) and kind == "logistic"
    with drawer:
        toggle("crude", "Hide crude estimates", drawn=drawn)
        return Methods(
            estimator=choice("est", "Estimator", list(ESTIMATOR_NAMES), "auto", ESTIMATOR_NAMES.__getitem__, drawn=odds),
            interval=choice("pint", "Interval", list(INTERVAL_NAMES), "profile", INTERVAL_NAMES.__getitem__, drawn=odds),
            test=choice("ptest", "Test", list(TEST_NAMES), "lr", TEST_NAMES.__getitem__, drawn=odds),
            coding=choice("coding", "Nominal terms", list(CODING_NAMES), "treatment", CODING_NAMES.__getitem__, drawn=drawn),
            window=choice("window", "Visit window, ± months", WINDOWS, ctx.catalogue.window, number, drawn=drawn),
            level=choice("level", "Confidence level", LEVELS, 0.95, lambda value: f"{100 * value:g}%", drawn=drawn),
        )
