"""One look for every chart: a colour-blind-safe palette, type, grid, and the two dresses (page and print).

Colours of text and grid on the page are left to the page's style sheet, so that one figure suits light and dark.
"""

from typing import Any

import plotly.graph_objects as go

from core.charts.margins import with_room

PALETTE = ("#2f7ebc", "#d9812c", "#3a9d7a", "#b35b9e", "#8c8c2e", "#5b6bb5", "#b5524a")
"""Told apart by all common kinds of colour blindness, and legible on white and on near-black."""
ACCENT = PALETTE[0]
FAINT = "#9aa5b1"  # groups too small to read, published rates
REFERENCE_LINE = "#7a8794"
INTERVAL = "#1f2933"  # on paper, on white and on the bars; on the page the style sheet takes the colour of the text
COOL_PART = "#86b8dd"  # of a stacked bar, beside ACCENT
BAND, FAINT_BAND = "rgba(47,126,188,0.18)", "rgba(154,165,177,0.18)"  # of ACCENT and FAINT, seen through
SEQUENTIAL = ((0.0, "#e8f1f9"), (0.5, "#7db3dc"), (1.0, "#1f5f96"))
GRADE_SHADES = ("#9aa5b1", "#86b8dd", "#2f7ebc", "#d9812c", "#b5524a", "#5e1f2e")
"""CTCAE grades 1 to 5 after those not graded; from grade 3 on in warm colours."""
SAME, BETTER = "#dfe5ea", "#cfe3d8"  # cells of a shift that stayed as they were, or improved
HELD = "#8f2f27"  # values at which a drug is held
FONT = '"Source Sans", "Segoe UI", Helvetica, Arial, sans-serif'
PRINT_FONT = '"Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif'
INK = "#1f2933"
CELL_INK, CELL_LIGHT = "#101820", "#fefefe"  # on coloured cells, in either dress; the style sheet leaves these two alone
DARK = 0.81  # of SEQUENTIAL: from here on light words are told apart better than dark ones
GRID = "rgba(128,140,152,0.25)"
TEXT = 15


Spec = dict[str, Any]


def base_layout() -> Spec:
    """The layout every chart starts from; a chart adds its axes, heights and marks."""
    axis = {"showgrid": True, "gridcolor": GRID, "zeroline": False, "fixedrange": True, "automargin": True}
    return {
        "template": {},  # the library's own look, 4 kB a chart, would be sent only to be overruled
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "font": {"family": FONT, "size": TEXT, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": list(PALETTE),
        "xaxis": dict(axis),
        "yaxis": dict(axis),
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "left", "x": 0, "traceorder": "normal"},
        "hoverlabel": {"font": {"family": FONT, "size": TEXT}},
        "dragmode": False,
    }


def assembled(traces: list[Spec], layout: Spec) -> go.Figure:
    """The figure of these traces and layout, taken as they are.

    Checking every property of every figure at every click costs more than drawing it; the tests check them instead.
    """
    return go.Figure(data=traces, layout=with_room(traces, layout, TEXT), _validate=False)


def see_through(colour: str, share: float) -> str:
    """A colour of the palette, of which so much is seen."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"
