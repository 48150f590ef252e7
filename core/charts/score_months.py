"""Scores by planned month as a heat map, with n/N in every cell."""

import plotly.graph_objects as go

from core.charts.rows import label_axis, shown
from core.charts.theme import CELL_INK, CELL_LIGHT, DARK, SEQUENTIAL, Spec, assembled, base_layout
from core.domain.missing import MeasuredMonth, MissingResult
from core.words.coverage import month_words
from core.words.missing import cell_words, hover_words

ROW, LINE, AXES = 30, 18, 60  # pixels
MOST_NAMED = 11  # months that are called so in full
MOST_LETTERS = 110  # of the counts of a row; beyond, the cells hold the percentage alone
CELL_TEXT = 13


def score_months(result: MissingResult, alt: str) -> go.Figure:
    """One row a score, one column a planned month; the darker, the more of those followed have a value."""
    rows, months = result.measures, [cell.month for cell in result.measures[0].months]
    counts = [len(f"{cell.recorded:,}/{cell.due:,}") for cell in rows[0].months]
    narrow = sum(counts) > MOST_LETTERS
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    ticks = [str(month) if len(months) > MOST_NAMED else month_words(month) for month in months]
    layout["xaxis"].update(tickvals=list(range(len(months))), ticktext=ticks, side="top", showgrid=False, tickangle=0, ticks="")
    layout["margin"]["t"] = 24  # between the title of a saved picture and the months
    layout["yaxis"].update(label_axis([shown(row.label) for row in rows]), ticks="")
    words = [[cell_words(cell, narrow=narrow) for cell in row.months] for row in rows]
    lines = max(text.count("<br>") + 1 for line in words for text in line)
    layout["annotations"] = [
        _cell(words[y][x], x, y, dark=(_share(cell) or 0) > DARK)
        for y, row in enumerate(rows)
        for x, cell in enumerate(row.months)
    ]
    layout["height"] = len(rows) * (ROW + LINE * (lines - 1)) + AXES
    return assembled([_shades(result)], layout)


def _shades(result: MissingResult) -> Spec:
    return {
        "type": "heatmap",
        "z": [[_share(cell) for cell in row.months] for row in result.measures],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [list(stop) for stop in SEQUENTIAL],
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverongaps": False,
        "customdata": [[shown(hover_words(row, cell)) for cell in row.months] for row in result.measures],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _share(cell: MeasuredMonth) -> float | None:
    return cell.recorded / cell.due if cell.recorded else None


def _cell(text: str, x: int, y: int, *, dark: bool) -> Spec:
    cell: Spec = {"x": x, "y": y, "text": text, "showarrow": False}
    if text == "–":
        return cell  # no cell behind it
    return cell | {"font": {"color": CELL_LIGHT if dark else CELL_INK, "size": CELL_TEXT}, "name": "cell"}
