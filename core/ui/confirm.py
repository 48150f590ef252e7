"""Who does something that everybody will see: nothing of that kind happens without a name for the history."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.ui import page
from core.words.history import NAME_NEEDED, YOUR_NAME

NAME = "name_for_history"
LONGEST_NAME = 80


def confirmed(said: Sequence[str], button: str) -> str:
    """Who confirms what is said; empty until somebody does."""
    st.html("".join(f"<p>{escape(one)}</p>" for one in said))
    with st.form("confirm", border=False):
        asked = st.text_input(YOUR_NAME, st.session_state.get(NAME, ""), max_chars=LONGEST_NAME)
        sure = st.form_submit_button(button, type="primary")
    typed = "".join(letter for letter in asked if letter.isprintable()).strip()
    if sure and not typed:
        page.notice(NAME_NEEDED)
    if sure and typed:
        st.session_state[NAME] = typed
    return typed if sure else ""
