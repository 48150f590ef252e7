"""A small honest peer in Plotly Dash: a checklist, and rates of the same 86 patients, counted anew at every click."""

import os
from itertools import cycle, islice
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

DATA = Path(__file__).resolve().parents[2] / "data/reference"
FILTERS = {
    "sex=F": "Women",
    "ivmp_history=1": "Methylprednisolone pulses before",
    "topical_immunotherapy_history=1": "Topical immunotherapy before",
    "atopic_dermatitis=0": "No atopic dermatitis",
    "baseline_salt_band=95-100": "Baseline SALT 95-100",
}
GROUPINGS = ("aa_type", "sex", "duration", "atopic_dermatitis")
CHARTS = int(os.environ.get("BENCH_CHARTS", "3"))
Z = 1.959963984540054


def patients() -> pd.DataFrame:
    """One row a patient, every choice as text, and `responds` at month 9 (missing where there was no visit)."""
    visits = pd.read_csv(DATA / "visit.csv")
    table = pd.read_csv(DATA / "patient.csv", dtype=str)
    salt = {month: visits[visits["month"] == month].set_index("patient_id")["salt"] for month in (0, 9)}
    last, start = table["patient_id"].map(salt[9]), table["patient_id"].map(salt[0])
    years = pd.to_numeric(table["duration_years"])
    bands = start.ge(95).map({True: "95-100", False: "under 95"})
    durations = years.le(4).map({True: "4 years or less", False: "over 4 years"})
    return table.assign(responds=last.le(20).where(last.notna()), baseline_salt_band=bands, duration=durations)


def rates(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """n, events, rate and its Wilson interval in percent, a row a group."""
    found = table.dropna(subset=["responds"]).groupby(by)["responds"].agg(n="count", events="sum").astype(float)
    p, n = found["events"] / found["n"], found["n"]
    middle, half = p + Z**2 / (2 * n), Z * (p * (1 - p) / n + Z**2 / (4 * n**2)) ** 0.5
    scale = 1 + Z**2 / n
    return found.assign(rate=100 * p, low=100 * (middle - half) / scale, high=100 * (middle + half) / scale)


def chart(table: pd.DataFrame, by: str) -> go.Figure:
    """A bar and an interval a group, and the counts as words beside them."""
    found = rates(table, by)
    rate, low, high = found["rate"], found["low"], found["high"]
    interval = {"type": "data", "symmetric": False, "array": list(high - rate), "arrayminus": list(rate - low)}
    rows = zip(found["events"], found["n"], rate, low, high, strict=True)
    texts = [f"<b>{events:.0f}/{n:.0f}</b>  {r:.1f}%  ({lo:.1f}–{hi:.1f})" for events, n, r, lo, hi in rows]
    labels = list(found.index)
    bars = go.Bar(x=list(rate), y=labels, orientation="h", error_x=interval)
    words = go.Scatter(x=[103] * len(found), y=labels, mode="text", text=texts, textposition="middle right")
    return go.Figure([bars, words], {"showlegend": False, "height": 250, "xaxis": {"range": [0, 152]}})


table = patients()
app = Dash(__name__, serve_locally=True)
graphs = [dcc.Graph(id=f"chart_{number}", config={"displayModeBar": False}) for number in range(CHARTS)]
app.layout = html.Div([html.H1("Dash"), dcc.Checklist(FILTERS, [], id="filter"), *graphs])


@app.callback([Output(f"chart_{number}", "figure") for number in range(CHARTS)], Input("filter", "value"))
def update(chosen: list[str]) -> list[go.Figure]:
    """All charts for the boxes that are ticked."""
    kept = table
    for column, value in (one.split("=") for one in chosen):
        kept = kept[kept[column] == value]
    return [chart(kept, by) for by in islice(cycle(GROUPINGS), CHARTS)]


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=os.environ["PORT"], debug=False)
