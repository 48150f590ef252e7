"""Controls that return domain values, seeded from the link and checked, and kept in it."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from core.analysis.benchmarks import matching
from core.catalogue.lookup import endpoint, groupable, threshold_endpoint, variable
from core.domain.catalogue import Benchmark
from core.domain.cuts import cut_levels
from core.domain.endpoint import AnalysisSet, Endpoint
from core.domain.errors import RequestError
from core.domain.filters import number
from core.domain.rates import Grouping, RateSpec
from core.domain.variable import Level
from core.stats.differences import DIFFERENCE_METHODS
from core.stats.intervals import PROPORTION_METHODS
from core.ui import link, page
from core.ui.cuts import cut_points
from core.ui.inputs import choice, slider, toggle
from core.ui.page import Context
from core.words.benchmarks import benchmark_sentence
from core.words.choices import ANALYSIS_SET, INTERVAL, LEVEL, METHODS, WINDOW
from core.words.sets import SETS

ANY_THRESHOLD = "any"
NOBODY = "none"
WINDOWS = (0.0, 0.5, 1.0, 1.5, 2.0)
LEVELS = (0.9, 0.95, 0.99)


def rate_spec(ctx: Context) -> RateSpec:
    """The question of the response-rates page, from one row of controls and a drawer of methods."""
    columns = st.columns([1.5, 0.8, 2, 1.5, 1.5, 1.1], vertical_alignment="bottom")
    with columns[0]:
        chosen = endpoint_choice(ctx)
    with columns[1]:
        month = month_choice(ctx)
    with columns[2]:
        analysis_set = choice("set", ANALYSIS_SET, list(AnalysisSet), AnalysisSet.OBSERVED, SETS.__getitem__)
    with columns[3]:
        by = variable_choice(ctx, "by", "By", groupable(ctx.catalogue)[0].name, ())
    with columns[4]:
        split = variable_choice(ctx, "split", "Split by", NOBODY, (by,)) if by != NOBODY else NOBODY
    groupings = tuple(grouping_choice(ctx, name) for name in (by, split) if name != NOBODY)
    with columns[5]:
        methods = _methods(ctx, groupings)
    return RateSpec(
        endpoint=chosen,
        month=month,
        window=methods.window,
        analysis_set=analysis_set,
        by=groupings,
        interval=methods.interval,
        difference=methods.difference,
        level=methods.level,
        reference=methods.reference,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """What the drawer of methods says."""

    window: float
    interval: str
    difference: str
    level: float
    reference: str | None


def _methods(ctx: Context, groupings: tuple[Grouping, ...]) -> Methods:
    """The drawer of methods; its controls are drawn only while it is open, for every control costs time at every click."""
    drawer = st.popover(METHODS, width="stretch", on_change="rerun", key=f"methods_{link.epoch()}")
    drawn = bool(drawer.open)
    intervals, differences = list(PROPORTION_METHODS), list(DIFFERENCE_METHODS)
    with drawer:
        toggle("published", "Lay over published rates", drawn=drawn)
        return Methods(
            reference=reference_choice(ctx, groupings[0], drawn=drawn) if groupings else None,
            window=choice("window", WINDOW, WINDOWS, ctx.catalogue.window, number, drawn=drawn),
            interval=choice("ci", INTERVAL, intervals, "wilson", lambda k: PROPORTION_METHODS[k].name, drawn=drawn),
            difference=choice("diff", "Difference", differences, "newcombe", lambda k: DIFFERENCE_METHODS[k].name, drawn=drawn),
            level=choice("level", LEVEL, LEVELS, 0.95, lambda value: f"{100 * value:g}%", drawn=drawn),
        )


def response(ctx: Context) -> RateSpec:
    """Which response at which month, for pages that do not divide it."""
    columns = st.columns([1.5, 0.8, 1.3, 4], vertical_alignment="bottom")
    with columns[0]:
        chosen = endpoint_choice(ctx)
    with columns[1]:
        month = month_choice(ctx)
    with columns[2]:
        window = choice("window", WINDOW, WINDOWS, ctx.catalogue.window, number)
    return RateSpec(endpoint=chosen, month=month, window=window, analysis_set=AnalysisSet.OBSERVED)


def month_choice(ctx: Context) -> int:
    """The month, of those with visits."""
    months = [month for month in ctx.store.version.months if month > 0]
    if not months:
        raise RequestError("These data have no visit after month 0, so no response can be told. Import visits first.")
    return choice("month", "Month", months, ctx.catalogue.usual_month(ctx.store.version.months), str)


def benchmarks(ctx: Context, spec: RateSpec) -> tuple[Benchmark, ...]:
    """The published rates to lay over the chart, with a sentence on how far they match; none unless asked for."""
    if link.kept("published") != "1":
        return ()
    shown, others = matching(ctx.catalogue, spec)
    page.aside(benchmark_sentence(len(shown), sum(row.analysis_set is None for row in shown), others))
    return shown


def endpoint_choice(ctx: Context) -> Endpoint:
    """The endpoint, or any threshold of the main score by a slider."""
    known = {one.key: one for one in ctx.catalogue.endpoints}
    measure = ctx.catalogue.measure(ctx.catalogue.main_measure)
    asked = link.kept("endpoint")
    if asked and asked not in known and asked != ANY_THRESHOLD:
        _from_threshold(ctx, asked)
    words = {key: one.label for key, one in known.items()} | {ANY_THRESHOLD: f"{measure.label} ≤ …"}
    key = choice("endpoint", "Endpoint", [*known, ANY_THRESHOLD], ctx.catalogue.default_endpoint, words.__getitem__)
    if key != ANY_THRESHOLD:
        return known[key]
    at = slider("at", f"{measure.label} at most", (measure.low, measure.high, measure.step), 30.0)
    return threshold_endpoint(ctx.catalogue, at)


def _from_threshold(ctx: Context, asked: str) -> None:
    """A link may spell a threshold as the command line does; the two controls then take it over."""
    try:
        at = endpoint(ctx.catalogue, asked).at_most
    except RequestError:
        return
    link.keep("endpoint", ANY_THRESHOLD)
    link.keep("at", number(at))


def variable_choice(ctx: Context, name: str, label: str, default: str, taken: tuple[str, ...]) -> str:
    """A variable that patients can be divided by and that is recorded, or NOBODY."""
    recorded = {facet.variable.name for facet in ctx.everyone.facets if facet.recorded}
    offered = [v for v in groupable(ctx.catalogue) if v.name in recorded and v.name not in taken]
    labels = {v.name: v.label for v in offered} | {NOBODY: "Nothing"}
    usual = default if default in labels else next(iter(labels))  # nobody may have recorded the usual one
    return choice(name, label, [NOBODY, *(v.name for v in offered)], usual, labels.__getitem__)


def grouping_choice(ctx: Context, name: str) -> Grouping:
    """The grouping by a variable, with movable cut points for a number."""
    chosen = variable(ctx.catalogue, name)
    return Grouping(name, cut_points(ctx, chosen)) if chosen.numeric else Grouping(name)


def reference_choice(ctx: Context, grouping: Grouping, *, drawn: bool) -> str | None:
    """The group that differences are taken from; by default the first that has patients."""
    chosen = variable(ctx.catalogue, grouping.variable)
    levels: Iterable[Level]
    if chosen.numeric:
        levels = cut_levels(chosen, grouping.cuts)
    else:
        levels = [choice.level for choice in ctx.values_of(chosen).choices if choice.total]
    labels = {NOBODY: "First group with patients"} | {level.value: level.label for level in levels}
    name = choice("ref", "Reference group", list(labels), NOBODY, labels.__getitem__, drawn=drawn)
    return None if name == NOBODY else name
