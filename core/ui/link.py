"""The link: every choice of the page lives in the address, so that a pasted link restores the view.

The session is the truth while it lasts; the address is read when a session begins and when the reader goes back or forward
in the browser's history. Whatever comes from it is checked before use.
"""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Value = TypeVar("Value")
_ASKED, _KEPT = "link_asked", "link_kept"
LONGEST = 4000


def begin() -> None:
    """Starts a run: nothing said yet about what the address shall hold."""
    context = get_script_run_ctx()
    if _KEPT not in st.session_state or getattr(context, "is_history_navigation", False):
        st.session_state[_KEPT] = {name: value[:LONGEST] for name, value in st.query_params.items()}
        st.session_state["link_epoch"] = st.session_state.get("link_epoch", 0) + 1
    st.session_state[_ASKED] = {}


def epoch() -> int:
    """Counts how often the address overruled the session; part of widget keys, so that they begin anew."""
    return int(st.session_state["link_epoch"])


def kept(name: str) -> str | None:
    """What the address, or the last visit of the page, said under this name; not yet checked."""
    value = st.session_state[_KEPT].get(name)
    return value if isinstance(value, str) else None


def keep(name: str, text: str, default: str = "") -> None:
    """Notes a choice for the address; a default leaves no trace in it."""
    st.session_state[_KEPT][name] = text
    if text != default:
        st.session_state[_ASKED][name] = text


def read(name: str, parse: Callable[[str], Value], default: Value) -> Value:
    """The checked value of a name; the default where nothing was said or it cannot be read."""
    text = kept(name)
    if text is None:
        return default
    try:
        return parse(text)
    except (ValueError, KeyError):
        return default


def write() -> None:
    """Puts the choices of this run into the address, if they are not there already."""
    wanted = st.session_state.get(_ASKED, {})
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
