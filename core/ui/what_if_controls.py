"""The controls of the what-if profile: one a term, all kept in the link together."""

from dataclasses import replace
from math import ceil

import streamlit as st

from core.domain.errors import RequestError
from core.domain.filters import number
from core.domain.what_if import Profile, Setting, WhatIf
from core.ui import link
from core.words.what_if import HEADING, option_words, setting_label, shown_words

PROFILE = "profile"
MOST_A_ROW = 4


def profile(usual: WhatIf) -> Profile:
    """The profile of the reader's choice, as far as it differs from the usual one, whose settings say what can be chosen."""
    start = _asked(usual.settings)
    chosen: list[Setting] = []
    width = ceil(len(start) / ceil(len(start) / MOST_A_ROW))
    for first in range(0, len(start), width):
        places = st.columns(width, vertical_alignment="bottom")
        for place, one in zip(places, start[first : first + width], strict=False):
            with place:
                chosen.append(replace(one, value=_chosen(one)))
    made = _unusual(tuple(chosen))
    link.keep(PROFILE, made.to_text())
    return made


def _asked(settings: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """The settings with the values that the link names, as far as patients have them; a link to others is told so."""
    try:
        said, whole = dict(Profile.from_text(link.kept(PROFILE) or "").values), True
    except RequestError:
        said, whole = {}, False
    asked = [replace(one, value=said.get(one.variable, one.usual)) for one in settings]
    start = tuple(replace(one, value=one.usual) if one.problem else one for one in asked)
    if not whole or set(said) - {one.variable for one in settings} or start != tuple(asked):
        link.refuse(PROFILE, HEADING.rstrip("?"), shown_words(start), _unusual(start).to_text())
    return start


def _unusual(settings: tuple[Setting, ...]) -> Profile:
    return Profile(tuple((one.variable, one.value) for one in settings if one.value != one.usual))


def _chosen(one: Setting) -> str:
    key = f"{PROFILE}_{one.variable}_{link.epoch()}"
    if one.levels:
        options = [level.value for level in one.levels]
        at = options.index(one.value)
        picked: str = st.selectbox(setting_label(one), options, at, format_func=lambda value: option_words(one, value), key=key)
        return picked
    shown = "%.0f" if one.step >= 1 else "%.1f"
    value = st.slider(setting_label(one), one.low, one.high, float(one.value), float(one.step), shown, key=key)
    return number(round(float(value), 6))
