"""The script behind every page: settings, the version in force, the cohort filter, the page itself, and the filter panel.

The panel comes last: its counts take longer than the charts, and the charts are what the reader waits for.
"""

from pathlib import Path

import streamlit as st

from core.domain.errors import CohortError, StoreError
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.ui import cached, link, navigation, page, panel, state


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


st.set_page_config(page_title="Regrow", layout="wide", initial_sidebar_state="expanded")
st.html(Path(__file__).parent / "assets" / "dashboard.css")
st.logo(Path(__file__).parent / "assets" / "logo.svg", size="large")
chosen = st.navigation(navigation.menu(), position="top")
link.begin(chosen.url_path)
try:
    in_force = cached.store()
    asked, problem = state.cohort(in_force.catalogue)
    if problem:
        page.notice(problem)
    draw_page(in_force, asked)
    with st.sidebar:
        panel.show(in_force, cached.cohort_facets(in_force, asked))
except StoreError as error:
    page.notice(f"There is no cohort to show. {error}")
