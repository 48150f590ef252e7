"""Cook's distance of every patient of a model."""

import plotly.graph_objects as go

from core.charts.rows import shown
from core.charts.theme import ACCENT, FAINT, PALETTE, Spec, assembled, base_layout
from core.domain.diagnostics import Diagnostics, PatientInfluence
from core.domain.model import ModelResult
from core.words.diagnostic_plots import HEADINGS, ORDER, OTHERS, RESPONDERS, observed_words
from core.words.influence import COOK, cook_words, influence_words, most_influential, moved_words

HEIGHT = 320
LABELLED = 5
Placed = tuple[int, PatientInfluence]


def influence(model: ModelResult, found: Diagnostics) -> go.Figure:
    """A stem a patient, in the order of the data; the largest carry their pseudonym."""
    layout = base_layout()
    layout["height"] = HEIGHT
    layout["margin"]["t"] = 40
    layout["meta"] = {"alt": f"{HEADINGS['influence']}. {influence_words(model, found)}"}
    highest = max((one.cook or 0.0 for one in found.patients), default=0.0) or 1.0
    layout["xaxis"].update(title={"text": ORDER}, showgrid=False, showticklabels=False, range=[-1, len(found.patients)])
    layout["yaxis"].update(title={"text": COOK}, range=[0, 1.15 * highest], rangemode="tozero")
    placed = [(at, one) for at, one in enumerate(found.patients) if one.cook is not None]
    if model.spec.kind == "logistic":
        both = ((RESPONDERS, ACCENT, 1.0), (OTHERS, PALETTE[1], 0.0))
        tops = [
            _tops(model, found, [one for one in placed if one[1].observed == y], (name, colour)) for name, colour, y in both
        ]
    else:
        tops = [_tops(model, found, placed, (COOK, ACCENT))]
        layout["showlegend"] = False
    return assembled([_stems(placed), *tops], layout)


def _stems(placed: list[Placed]) -> Spec:
    return {
        "type": "scatter",
        "x": [part for at, _ in placed for part in (at, at, None)],
        "y": [part for _, one in placed for part in (0.0, one.cook, None)],
        "mode": "lines",
        "line": {"color": FAINT, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _tops(model: ModelResult, found: Diagnostics, placed: list[Placed], look: tuple[str, str]) -> Spec:
    """`look` is the name and the colour of these patients."""
    named = {one.patient_id for one in [one for one in most_influential(found) if one.cook is not None][:LABELLED]}
    return {
        "type": "scatter",
        "x": [at for at, _ in placed],
        "y": [one.cook for _, one in placed],
        "mode": "markers+text",
        "cliponaxis": False,
        "name": look[0],
        "marker": {"size": 7, "color": look[1]},
        "text": [shown(one.patient_id) if one.patient_id in named else "" for _, one in placed],
        "textposition": "top center",
        "customdata": [[None, _hover(model, found, one)] for _, one in placed],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _hover(model: ModelResult, found: Diagnostics, one: PatientInfluence) -> str:
    lines = (
        one.patient_id,
        observed_words(model, one),
        cook_words(model, one),
        moved_words(found, one),
    )
    return "<br>".join(shown(line) for line in lines)
