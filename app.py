"""Regrow: explore treatment responses in dermatology. Serve it with `make run`, or `streamlit run app.py`."""

import streamlit as st

from core.ui.server import SCRIPT, lifespan, middleware

app = st.App(SCRIPT, lifespan=lifespan, middleware=middleware())
