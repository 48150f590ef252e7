"""The bare page behind Regrow's server settings."""

from pathlib import Path

import streamlit as st

from core.ui.server import lifespan, middleware

app = st.App(Path(__file__).with_name("bare_streamlit.py"), lifespan=lifespan, middleware=middleware())
