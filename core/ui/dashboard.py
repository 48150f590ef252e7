"""The script behind every page: settings, the version in force, the cohort filter, and then the page itself."""

from pathlib import Path

import streamlit as st

from core.domain.errors import CohortError, StoreError
from core.ui import cached, link, navigation, page, panel, state

st.set_page_config(page_title="Regrow", layout="wide", initial_sidebar_state="expanded")
st.html(Path(__file__).parent / "assets" / "dashboard.css")
st.logo(Path(__file__).parent / "assets" / "logo.svg", size="large")
chosen = st.navigation(navigation.menu(), position="top")
link.begin(chosen.url_path)
try:
    store = cached.store()
    cohort, problem = state.cohort(store.catalogue)
    facets = cached.cohort_facets(store, cohort)
    with st.sidebar:
        panel.show(store, facets)
    if problem:
        page.notice(problem)
    page.open_context(store, cohort, facets)
    chosen.run()
    link.write()
except page.NobodyInView:
    page.notice(page.NOBODY)
    link.write(whole=False)
except StoreError as error:
    page.notice(f"There is no cohort to show. {error}")
except CohortError as error:
    page.notice(str(error))
    link.write(whole=False)
