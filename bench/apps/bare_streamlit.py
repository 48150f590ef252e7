"""A bare Streamlit page: one box that switches between two sets of pre-made numbers, and BENCH_CHARTS charts of them."""

import os

import plotly.graph_objects as go
import streamlit as st

LABELS = ["AM", "OA", "AT", "AU"]
RATES = {False: [90.9, 30.0, 40.0, 25.0], True: [83.3, 40.0, 35.7, 30.8]}
TEXTS = {
    False: ["10/11  90.9%  (62.3–98.4)", "3/10  30.0%  (10.8–60.3)", "10/25  40.0%  (23.4–59.3)", "6/24  25.0%  (12.0–44.9)"],
    True: ["5/6  83.3%  (43.6–97.0)", "2/5  40.0%  (11.8–76.9)", "5/14  35.7%  (16.3–61.2)", "4/13  30.8%  (12.7–57.6)"],
}


def chart(switched: bool) -> go.Figure:
    """A bar and an interval a group, and the counts as words beside them."""
    interval = {"type": "data", "symmetric": False, "array": [9.0, 20.0, 18.0, 20.0], "arrayminus": [20.0, 19.0, 17.0, 13.0]}
    bars = go.Bar(x=RATES[switched], y=LABELS, orientation="h", error_x=interval)
    words = go.Scatter(x=[103] * 4, y=LABELS, mode="text", text=TEXTS[switched], textposition="middle right")
    return go.Figure([bars, words], {"showlegend": False, "height": 250, "xaxis": {"range": [0, 152]}})


st.set_page_config(layout="wide")
st.title("Bare page")
other = st.checkbox("The other numbers")
for number in range(int(os.environ.get("BENCH_CHARTS", "3"))):
    st.plotly_chart(chart(other), key=f"chart_{number}")
