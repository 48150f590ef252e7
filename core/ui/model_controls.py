"""The controls of the predictors page: which response, which terms in which form, which methods; kept in the link."""

from dataclasses import dataclass

import streamlit as st

from core.domain.cut_scan import ScanSpec
from core.domain.endpoint import AnalysisSet
from core.domain.filters import number
from core.domain.imputation import Missing
from core.domain.model import Coding, Errors, Estimator, Interval, LinearOutcome, ModelKind, ModelSpec, TestOf
from core.ui import link
from core.ui.controls import LEVELS, WINDOWS, endpoint_choice, month_choice
from core.ui.inputs import choice, toggle
from core.ui.page import Context
from core.ui.term_controls import chosen_terms, offered_variables, preset_choice, with_movable_cuts
from core.words.choices import ANALYSIS_SET, INTERVAL, LEVEL, METHODS, WINDOW
from core.words.model_choices import (
    CODING_NAME,
    CODING_NAMES,
    ERROR_NAME,
    ERROR_NAMES,
    ESTIMATOR_NAME,
    ESTIMATOR_NAMES,
    HIDE_CRUDE,
    INTERVAL_NAMES,
    LINEAR_NAME,
    LINEAR_NAMES,
    MISSING_NAME,
    MISSING_NAMES,
    MODEL_NAME,
    MODELS,
    SCANNED_NAME,
    SHOW_PUBLISHED,
    TEST_NAME,
    TEST_NAMES,
)
from core.words.sets import SETS


def model_spec(ctx: Context) -> ModelSpec:
    """The question of the predictors page, from one row of controls and two drawers."""
    columns = st.columns([1.3, 1.3, 0.75, 2.05, 1.85, 0.95, 1.1], vertical_alignment="bottom")
    with columns[0]:
        kind: ModelKind = choice("model", MODEL_NAME, list(MODELS), "logistic", MODELS.__getitem__)
    with columns[1]:
        endpoint = endpoint_choice(ctx)
    with columns[2]:
        month = month_choice(ctx)
    with columns[3]:
        chosen = _analysis_set(kind)
    with columns[4]:
        preset = preset_choice(ctx)
    with columns[5]:
        terms = chosen_terms(ctx, preset, month)
    with columns[6]:
        methods = _methods(ctx, kind)
    return ModelSpec(
        kind=kind,
        endpoint=endpoint,
        month=month,
        window=methods.window,
        analysis_set=chosen,
        terms=tuple(with_movable_cuts(ctx, term) for term in terms),
        together=preset.together,
        coding=methods.coding,
        estimator=methods.estimator,
        interval=methods.interval,
        test=methods.test,
        errors=methods.errors,
        linear_of=methods.linear_of,
        level=methods.level,
        missing=methods.missing,
    )


def scan_spec(ctx: Context, spec: ModelSpec) -> ScanSpec:
    """The question of the cut-off scan: a number of the reader's choice, and the response of the model."""
    labels = {name: one.label for name, one in offered_variables(ctx).items() if one.numeric}
    cut = [term.variable for term in spec.terms if term.form == "cuts" and term.variable in labels]
    name = choice("scan", SCANNED_NAME, list(labels), (*cut, *labels)[0], labels.__getitem__)
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
    return choice("set", ANALYSIS_SET, offered, AnalysisSet.OBSERVED, SETS.__getitem__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """What the drawer of methods says."""

    window: float
    estimator: Estimator
    interval: Interval
    test: TestOf
    errors: Errors
    linear_of: LinearOutcome
    coding: Coding
    level: float
    missing: Missing


def _methods(ctx: Context, kind: ModelKind) -> Methods:
    """The drawer of methods; its controls are drawn only while it is open."""
    drawer = st.popover(METHODS, width="stretch", on_change="rerun", key=f"model_methods_{link.epoch()}")
    drawn, odds = bool(drawer.open), bool(drawer.open) and kind == "logistic"
    with drawer:
        toggle("crude", HIDE_CRUDE, drawn=drawn)
        toggle("pub", SHOW_PUBLISHED, drawn=drawn)
        return Methods(
            estimator=choice("est", ESTIMATOR_NAME, list(ESTIMATOR_NAMES), "auto", ESTIMATOR_NAMES.__getitem__, drawn=odds),
            interval=choice("pint", INTERVAL, list(INTERVAL_NAMES), "profile", INTERVAL_NAMES.__getitem__, drawn=odds),
            test=choice("ptest", TEST_NAME, list(TEST_NAMES), "lr", TEST_NAMES.__getitem__, drawn=odds),
            errors=choice(
                "errors", ERROR_NAME, list(ERROR_NAMES), "classical", ERROR_NAMES.__getitem__, drawn=drawn and not odds
            ),
            linear_of=choice(
                "of", LINEAR_NAME, list(LINEAR_NAMES), "improvement", LINEAR_NAMES.__getitem__, drawn=drawn and not odds
            ),
            coding=choice("coding", CODING_NAME, list(CODING_NAMES), "treatment", CODING_NAMES.__getitem__, drawn=drawn),
            window=choice("window", WINDOW, WINDOWS, ctx.catalogue.window, number, drawn=drawn),
            missing=choice("missing", MISSING_NAME, list(MISSING_NAMES), "complete", MISSING_NAMES.__getitem__, drawn=drawn),
            level=choice("level", LEVEL, LEVELS, 0.95, lambda value: f"{100 * value:g}%", drawn=drawn),
        )
