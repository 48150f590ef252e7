"""Where the patients are too many to list, the model is drawn and every drawer that needs a list says so."""

from collections.abc import Iterator
from html import unescape

import pytest
import streamlit as st

from core.analysis import gathered
from core.words.model_method import STATUSES, STREAMED
from tests.core.ui.test_what_if import PAGE, drawn
from tests.test_pages import address, run, words


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if any patients were very many; results kept before and after know nothing of it."""
    monkeypatch.setattr(gathered, "MANY_PATIENTS", 0)
    monkeypatch.setattr(gathered, "MOST_PATTERNS", 0)
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def test_the_profile_gives_way_to_the_reason_and_stays_in_the_link(store_setting: str, crowded: None) -> None:
    app = run(PAGE, profile="aa_type=AM")
    assert drawn(app) == []
    said = unescape(words(app))
    assert STATUSES["too many patterns"] in said
    assert STREAMED["logistic"] in said
    assert address(app)["profile"] == "aa_type=AM"
