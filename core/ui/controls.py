"""Controls that return domain values, seeded from the link and checked, and kept in it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from core.analysis.benchmarks import matching
from core.analysis.groups import checked_cuts
from core.catalogue.lookup import endpoint, groupable, threshold_endpoint, variable
from core.domain.catalogue import Benchmark
from core.domain.endpoint import AnalysisSet, Endpoint
from core.domain.errors import RequestError
from core.domain.filters import number
from core.domain.rates import Grouping, RateSpec
from core.domain.variable import Variable
from core.stats.differences import DIFFERENCE_METHODS
from core.stats.intervals import PROPORTION_METHODS
from core.ui import link
from core.ui.page import Context
from core.words.benchmarks import benchmark_sentence
from core.words.rates import SETS

Option = TypeVar("Option")
ANY_THRESHOLD = "any"
NOBODY = "none"
WINDOWS = (0.0, 0.5, 1.0, 1.5, 2.0)
LEVELS = (0.9, 0.95, 0.99)


def rate_spec(ctx: Context) -> RateSpec:
    """The question of the response-rates page, from one row of controls and a drawer of methods."""
    columns = st.columns([1.5, 0.8, 2, 1.5, 1.5, 1.1], vertical_alignment="bottom")
    with columns[0]:
        chosen = _endpoint(ctx)
    with columns[1]:
        month = _month(ctx)
    with columns[2]:
        analysis_set = choice("set", "Analysis set", list(AnalysisSet), AnalysisSet.OBSERVED, SETS.__getitem__)
    with columns[3]:
        by = _variable(ctx, "by", "By", groupable(ctx.catalogue)[0].name, ())
    with columns[4]:
        split = _variable(ctx, "split", "Split by", NOBODY, (by,)) if by != NOBODY else NOBODY
    with columns[5], st.popover("Methods", width="stretch"):
        window = choice("window", "Visit window, ± months", WINDOWS, ctx.catalogue.window, number)
        interval = choice("ci", "Interval", list(PROPORTION_METHODS), "wilson", lambda k: PROPORTION_METHODS[k].name)
        difference = choice("diff", "Difference", list(DIFFERENCE_METHODS), "newcombe", lambda k: DIFFERENCE_METHODS[k].name)
        level = choice("level", "Confidence level", LEVELS, 0.95, lambda value: f"{100 * value:g}%")
        toggle("published", "Lay over published rates")
    names = [name for name in (by, split) if name != NOBODY]
    return RateSpec(
        endpoint=chosen,
        month=month,
        window=window,
        analysis_set=analysis_set,
        by=tuple(_grouping(ctx, name) for name in names),
        interval=interval,
        difference=difference,
        level=level,
        reference=link.kept("ref"),
    )


def response(ctx: Context) -> RateSpec:
    """Which response at which month, for pages that do not divide it."""
    columns = st.columns([1.5, 0.8, 1.1, 5], vertical_alignment="bottom")
    with columns[0]:
        chosen = _endpoint(ctx)
    with columns[1]:
        month = _month(ctx)
    with columns[2]:
        window = choice("window", "Window, ± months", WINDOWS, ctx.catalogue.window, number)
    return RateSpec(endpoint=chosen, month=month, window=window, analysis_set=AnalysisSet.OBSERVED)


def _month(ctx: Context) -> int:
    months = [month for month in ctx.store.version.months if month > 0]
    if not months:
        raise RequestError("These data have no visit after month 0, so no response can be told. Import visits first.")
    usual = ctx.catalogue.default_month if ctx.catalogue.default_month in months else months[-1]
    return choice("month", "Month", months, usual, str)


def benchmarks(ctx: Context, spec: RateSpec) -> tuple[Benchmark, ...]:
    """The published rates to lay over the chart, with a sentence on how far they match; none unless asked for."""
    if link.kept("published") != "1":
        return ()
    shown, others = matching(ctx.catalogue, spec)
    st.caption(benchmark_sentence(len(shown), others))
    return shown


def toggle(name: str, label: str) -> bool:
    """A switch, kept in the link under `name`."""
    key = f"{name}_{link.epoch()}"
    if key not in st.session_state:
        st.session_state[key] = link.kept(name) == "1"
    chosen = st.toggle(label, key=key)
    link.keep(name, str(int(chosen)), "0")
    return chosen


def choice(name: str, label: str, options: Sequence[Option], default: Option, words: Callable[[Option], str]) -> Option:
    """One option of a list, kept in the link under `name`; a link that names none of them gives the default."""
    texts = {_text(option): option for option in options}
    key = f"{name}_{link.epoch()}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = texts.get(link.kept(name) or "", default)
    chosen: Option = st.selectbox(label, options, format_func=words, key=key)
    link.keep(name, _text(chosen), _text(default))
    return chosen


def slider(name: str, label: str, bounds: tuple[float, float, float], default: float) -> float:
    """A number within (low, high, step), kept in the link under `name`."""
    low, high, step = bounds
    key = f"{name}_{link.epoch()}"
    if key not in st.session_state:
        st.session_state[key] = min(max(link.read(name, float, default), low), high)
    chosen = float(st.slider(label, low, high, step=step, key=key))
    link.keep(name, number(chosen))
    return chosen


def _text(option: object) -> str:
    return number(option) if isinstance(option, float) else str(option)


def _endpoint(ctx: Context) -> Endpoint:
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


def _variable(ctx: Context, name: str, label: str, default: str, taken: tuple[str, ...]) -> str:
    recorded = {facet.variable.name for facet in ctx.facets.facets if facet.recorded}
    offered = [v for v in groupable(ctx.catalogue) if v.name in recorded and v.name not in taken]
    labels = {v.name: v.label for v in offered} | {NOBODY: "Nothing"}
    return choice(name, label, [NOBODY, *(v.name for v in offered)], default, labels.__getitem__)


def _grouping(ctx: Context, name: str) -> Grouping:
    chosen = variable(ctx.catalogue, name)
    return Grouping(name, _cuts(ctx, chosen)) if chosen.numeric else Grouping(name)


def _cuts(ctx: Context, chosen: Variable) -> tuple[float, ...]:
    """Movable cut points: how many, and a slider for each, over the span of the data."""
    span = next(facet.span for facet in ctx.facets.facets if facet.variable.name == chosen.name)
    counts = (1, 2, 3, 4)
    usual = min(len(chosen.cuts), len(counts)) or 1
    asked = link.read(f"cuts-{chosen.name}", _numbers, chosen.cuts)
    columns = st.columns([1, 5], vertical_alignment="bottom")
    with columns[0]:
        many = choice(f"n-{chosen.name}", "Cut points", counts, len(asked) if asked else usual, str)
    with columns[1], st.container(horizontal=True):
        cuts = [_cut(chosen, position, span, asked[position] if position < len(asked) else None) for position in range(many)]
    link.keep(f"cuts-{chosen.name}", ",".join(map(number, cuts)))
    return checked_cuts(chosen, tuple(cuts))


def _cut(chosen: Variable, position: int, span: tuple[float, float], asked: float | None) -> float:
    low, high = span
    start = asked if asked is not None else low + (high - low) * (position + 1) / 5
    key = f"cut-{chosen.name}-{position}-{link.epoch()}"
    if key not in st.session_state:
        st.session_state[key] = min(max(round(start / chosen.step) * chosen.step, low), high - chosen.step)
    unit = f", {chosen.unit}" if chosen.unit else ""
    return round(float(st.slider(f"{chosen.label} cut{unit}", low, high - chosen.step, step=chosen.step, key=key)), 6)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part)
