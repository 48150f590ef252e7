"""The script behind every page: settings, the version in force, the cohort filter, the page itself, and the filter panel.

The panel comes last: its counts take longer than the charts, and the charts are what the reader waits for.
"""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.errors import CohortError, StoreError
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.ui import cached, link, navigation, page, panel, state
from core.words.link import refusal_words


def draw_page(store: CohortStore, cohort: CohortFilter) -> None:
    """Runs the page; where it stops early the link still keeps the reader's choices. Raises StoreError."""
    try:
        page.open_context(store, cohort)
        chosen.run()
        link.write()
    except page.NobodyInView:
        page.notice(page.NOBODY)
        link.write(whole=False)
    except StoreError:
        raise
    except CohortError as error:
        page.notice(str(error))
        link.write(whole=False)


def tell_refusals(place: DeltaGenerator, problem: str) -> None:
    """One notice of all that the link asked for in vain; what is wrong with its filter stands first."""
    said = " ".join(filter(None, (problem, refusal_words(link.refused()))))
    if said:
        page.notice(said, place)
    else:
        place.empty()


st.set_page_config(page_title="Regrow", layout="wide", initial_sidebar_state="expanded")
st.html(Path(__file__).parent / "assets" / "dashboard.css")
st.logo(Path(__file__).parent / "assets" / "logo.svg", size="large")
chosen = st.navigation(navigation.menu(), position="top")
link.begin(chosen.url_path)
top = st.empty()
try:
    in_force = cached.store()
    asked, problem = state.cohort(in_force.catalogue)
    cached.as_last_time(chosen.url_path, in_force, asked)
    tell_refusals(top, problem)  # as far as known: at once, so that nothing jumps at a later click
    draw_page(in_force, asked)
    tell_refusals(top, problem)
    with st.sidebar:
        panel.show(in_force, cached.cohort_facets(in_force, asked))
except StoreError as error:
    page.notice(f"There is no cohort to show. {error}")
