"""One look for every chart: a colour-blind-safe palette, type, grid, and the two dresses (page and print).

Colours of text and grid on the page are left to the page's style sheet, so that one figure suits light and dark.
"""

import plotly.graph_objects as go

PALETTE = ("#2f7ebc", "#d9812c", "#3a9d7a", "#b35b9e", "#8c8c2e", "#5b6bb5", "#b5524a")
"""Told apart by all common kinds of colour blindness, and legible on white and on near-black."""
ACCENT = PALETTE[0]
FAINT = "#9aa5b1"  # groups too small to read, published rates
REFERENCE_LINE = "#7a8794"
INTERVAL = "#5c6875"
SEQUENTIAL = ((0.0, "#e8f1f9"), (0.5, "#7db3dc"), (1.0, "#1f5f96"))
FONT = '"Source Sans", "Segoe UI", Helvetica, Arial, sans-serif'
PRINT_FONT = '"Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif'
INK = "#1f2933"
CELL_INK, CELL_LIGHT = "#101820", "#fefefe"  # on coloured cells, in either dress; the style sheet leaves these two alone
GRID = "rgba(128,140,152,0.25)"
TEXT = 15


def base_layout() -> go.Layout:
    """The layout every chart starts from; a chart adds its axes."""
    axis = {"showgrid": True, "gridcolor": GRID, "zeroline": False, "fixedrange": True, "automargin": True}
    return go.Layout(
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"family": FONT, "size": TEXT, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        colorway=list(PALETTE),
        xaxis=axis,
        yaxis=axis,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "left", "x": 0, "traceorder": "normal"},
        hoverlabel={"font": {"family": FONT, "size": TEXT}},
        dragmode=False,
    )
