"""Movable cut points for a number: a slider each, more or fewer on request, kept in the link."""

from itertools import pairwise

import streamlit as st

from core.analysis.groups import checked_cuts
from core.domain.errors import RequestError
from core.domain.filters import finite, number
from core.domain.variable import Variable
from core.ui import link
from core.ui.page import Context

MOST_CUTS = 6


def cut_points(ctx: Context, chosen: Variable, usual: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Movable cut points: one slider each, over the span of the data and of the cuts themselves; more or fewer on request."""
    name = f"cuts-{chosen.name}"
    key = f"{name}_{link.epoch()}"
    if key not in st.session_state:
        st.session_state[key] = _asked_cuts(chosen, name, usual or chosen.cuts)
    cuts: tuple[float, ...] = st.session_state[key]
    low, high = _span(ctx, chosen, cuts)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        moved = tuple(sorted(_cut(chosen, key, position, (low, high), cut) for position, cut in enumerate(cuts)))
        st.button("More cut points", key=f"{key}_more", on_click=_more_cuts, args=(key, low, high, chosen.step),
                  disabled=len(cuts) >= MOST_CUTS)  # fmt: skip
        st.button("Fewer", key=f"{key}_fewer", on_click=_fewer_cuts, args=(key,), disabled=len(cuts) == 1)
    st.session_state[key] = moved
    link.keep(name, ",".join(map(number, moved)), ",".join(map(number, usual or chosen.cuts)))
    return checked_cuts(chosen, moved)


def _asked_cuts(chosen: Variable, name: str, usual: tuple[float, ...]) -> tuple[float, ...]:
    """The cut points that the link names, or the usual ones where it names none or none that fit."""
    try:
        return checked_cuts(chosen, tuple(finite(part) for part in (link.kept(name) or "").split(",")))
    except (ValueError, RequestError):
        told = ",".join(map(number, usual))
        link.refuse(name, f"{chosen.label} cut", told, told)
        return usual


def _span(ctx: Context, chosen: Variable, cuts: tuple[float, ...]) -> tuple[float, float]:
    low, high = ctx.values_of(chosen).span
    return float(min(low, *cuts)), float(max(high - chosen.step, *cuts, low + chosen.step))


def _cut(chosen: Variable, key: str, position: int, span: tuple[float, float], cut: float) -> float:
    unit = f", {chosen.unit}" if chosen.unit else ""
    label = f"{chosen.label} cut {position + 1}{unit}"
    slider = f"{key}_{st.session_state.get(f'{key}_turn', 0)}_{position}"
    return round(float(st.slider(label, *span, value=float(cut), step=float(chosen.step), key=slider)), 6)


def _more_cuts(key: str, low: float, high: float, step: float) -> None:
    """One more, in the middle of the widest gap."""
    ends = (low, *st.session_state[key], high)
    start, end = max(pairwise(ends), key=lambda gap: gap[1] - gap[0])
    added = round(round((start + end) / 2 / step) * step, 6)
    _set_cuts(key, (*st.session_state[key], added))


def _fewer_cuts(key: str) -> None:
    _set_cuts(key, st.session_state[key][:-1])


def _set_cuts(key: str, cuts: tuple[float, ...]) -> None:
    st.session_state[key] = tuple(sorted(set(cuts)))
    st.session_state[f"{key}_turn"] = st.session_state.get(f"{key}_turn", 0) + 1
