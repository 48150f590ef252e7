"""One value from the reader, seeded from the link, checked, and kept in it."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from core.domain.filters import finite, number
from core.ui import link
from core.words.link import SWITCH

Option = TypeVar("Option")
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
MOST_LETTERS = 60


def as_label(text: str) -> str:
    """A text from outside as the label of a control, which would read it as markup: each of its marks stands for itself."""
    return _MARKS.sub(r"\\\g<0>", text)


def toggle(name: str, label: str, *, drawn: bool = True, usual: bool = False) -> bool:
    """A switch, kept in the link under `name`; where it is not drawn, as it was left."""
    key = f"{name}_{link.epoch()}"
    start = link.kept(name) == "1" if link.kept(name) in ("0", "1") else usual
    if link.kept(name) not in ("0", "1"):
        link.refuse(name, label, SWITCH[start], str(int(start)))
    chosen = st.toggle(label, value=start, key=key) if drawn else start
    link.keep(name, str(int(chosen)), str(int(usual)))
    return chosen


def choice(
    name: str, label: str, options: Sequence[Option], default: Option, words: Callable[[Option], str], *, drawn: bool = True
) -> Option:
    """One option of a list, kept in the link under `name`; another link gives the default, and is told so.

    Where it is not `drawn` (in a drawer that is shut) it stays as it was left.
    """
    texts = {_text(option): option for option in options}
    key = f"{name}_{link.epoch()}"
    start = texts.get(link.kept(name) or "", default)
    if link.kept(name) != _text(start):
        link.refuse(name, label, words(start), _text(start))
    chosen = start
    if drawn:
        chosen = st.selectbox(label, options, index=list(options).index(start), format_func=words, key=key)
    link.keep(name, _text(chosen), _text(default))
    return chosen


def words_in(name: str, label: str) -> str:
    """A few words from the reader, kept in the link under `name`."""
    key = f"{name}_{link.epoch()}"
    text = str(st.text_input(label, (link.kept(name) or "")[:MOST_LETTERS], max_chars=MOST_LETTERS, key=key)).strip()
    link.keep(name, text)
    return text


def choices(
    name: str,
    label: str,
    options: Sequence[str],
    default: Sequence[str],
    words: Callable[[str], str],
    *,
    placeholder: str | None = None,
) -> tuple[str, ...]:
    """Several options of a list, kept in the link under `name`, parted by commas; another link gives the default."""
    key = f"{name}_{link.epoch()}"
    asked = [part for part in (link.kept(name) or "").split(",") if part]
    start = asked if asked and set(asked) <= set(options) else list(default)
    if asked and asked != start:
        link.refuse(name, label, ", ".join(map(words, start)) or placeholder or "", ",".join(start))
    chosen = st.multiselect(label, options, start, format_func=words, key=key, placeholder=placeholder)
    link.keep(name, ",".join(chosen), ",".join(default))
    return tuple(chosen)


def slider(name: str, label: str, bounds: tuple[float, float, float], default: float, *, drawn: bool = True) -> float:
    """A number within (low, high, step), kept in the link under `name`; where it is not drawn, as it was left."""
    low, high, step = (float(bound) for bound in bounds)
    key = f"{name}_{link.epoch()}"
    asked = _number(link.kept(name))
    start = default if asked is None else min(max(asked, low), high)
    if asked != start:
        link.refuse(name, label, number(start), number(start))
    chosen = float(st.slider(label, low, high, value=start, step=step, key=key)) if drawn else start
    link.keep(name, number(chosen), number(default))
    return chosen


def whole(name: str, label: str, most: int, usual: int = 1) -> int:
    """A whole number from 1 to `most`, kept in the link under `name`; it begins anew where `most` changes."""
    asked = _number(link.kept(name))
    start = usual if asked is None else min(max(int(asked), 1), most)
    if asked != start:
        link.refuse(name, label, str(start), str(start))
    chosen = int(st.number_input(label, 1, most, value=start, step=1, key=f"{name}_{most}_{link.epoch()}"))
    link.keep(name, str(chosen), str(usual))
    return chosen


def _number(text: str | None) -> float | None:
    try:
        return finite(text or "")
    except ValueError:
        return None


def _text(option: object) -> str:
    return number(option) if isinstance(option, float) else str(option)
