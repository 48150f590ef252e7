"""How far an import has come: a bar where it takes long, else a word that turns."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.domain.progress import Step, watched
from core.ingest.drafts import Draft
from core.words.imports import STEPS

LARGE = 5_000_000  # bytes of all files; some seconds


@contextmanager
def shown_progress(made: Draft, words: str) -> Iterator[None]:
    """Shows what goes on within."""
    if sum(path.stat().st_size for path in made.paths) < LARGE:
        with st.spinner(words):
            yield
        return
    place = st.progress(0.0, words)

    def show(step: Step, share: float) -> None:
        place.progress(share, f"{words}: {STEPS[step].lower()}")

    try:
        with watched(show):
            yield
    finally:
        place.empty()
