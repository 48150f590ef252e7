"""A figure dressed for paper: white, with its title above and cohort, counts, method and data version below."""

from textwrap import wrap

import plotly.graph_objects as go

from core.charts.rows import shown
from core.charts.theme import INK, PRINT_FONT
from core.domain.caption import Caption

WIDTH = 1200  # pixels at scale 1
CHARACTERS = 150  # that fit on one line of the footer
LINE = 19  # pixels
TOP, GAP = 62, 56
AXIS_TITLE = 34


def printed(figure: go.Figure, caption: Caption) -> go.Figure:
    """A copy of the figure to be taken away; the page's own figure stays as it is."""
    lines = [shown(line) for part in caption.footer for line in wrap(part, CHARACTERS)]
    gap = GAP + (AXIS_TITLE if figure.layout.xaxis.title.text else 0)
    footer = gap + LINE * len(lines)
    copy = go.Figure(figure)
    height = (figure.layout.height or 400) + TOP + footer
    copy.update_layout(
        width=WIDTH,
        height=height,
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        font={"family": PRINT_FONT, "color": INK},
        margin={"l": 24, "r": 24 + (figure.layout.margin.r or 0), "t": TOP + int(figure.layout.margin.t or 0), "b": footer},
        title={"text": f"<b>{shown(caption.title)}</b>", "x": 0, "xref": "paper", "xanchor": "left", "yref": "container",
               "y": 1 - 26 / height, "yanchor": "top", "font": {"size": 21, "color": INK}},
    )  # fmt: skip
    copy.add_annotation(
        text="<br>".join(lines), xref="paper", yref="paper", x=0, xanchor="left", yanchor="top", y=0, yshift=-gap + 14,
        align="left", showarrow=False, font={"size": 13, "color": "#4a5560"},
    )  # fmt: skip
    return copy
