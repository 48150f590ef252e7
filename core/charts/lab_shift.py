"""The shift of one laboratory test: grade at month 0 by worst grade after it, with patients in every cell."""

import plotly.graph_objects as go

from core.charts.rows import label_axis
from core.charts.theme import BETTER, CELL_INK, CELL_LIGHT, GRADE_SHADES, SAME, Spec, assembled, base_layout
from core.domain.lab_grades import LabGrades, Shift
from core.domain.labs import LAB_GRADES
from core.words.event_names import UNGRADED, grade_words
from core.words.lab_grades import MONTH_0, NOT_MEASURED, WORST, alt, baseline_label, cell_words, worst_label

ROW = 40  # pixels
ALL = [grade_words(grade) for grade in (0, *LAB_GRADES)]


def lab_shift(result: LabGrades) -> go.Figure:
    """Cells that got worse take the shade of the grade they reached; those that stayed or cannot be told stay pale."""
    rows = [one for one in (*ALL, UNGRADED) if any(baseline_label(cell) == one for cell in result.shifts)] or [ALL[0]]
    columns = [*ALL, *(one for one in (UNGRADED, NOT_MEASURED) if any(worst_label(cell) == one for cell in result.shifts))]
    cells = {(baseline_label(cell), worst_label(cell)): cell for cell in result.shifts}
    layout = base_layout()
    layout["meta"] = {"alt": alt(result, "shift")}
    places = list(range(len(columns)))
    layout["xaxis"].update(tickvals=places, ticktext=columns, side="top", showgrid=False, tickangle=0, title={"text": WORST})
    layout["xaxis"]["range"] = [-0.5, len(columns) - 0.5]
    layout["yaxis"].update(label_axis([f"{MONTH_0}: {row.lower()}" for row in rows]))
    layout["height"] = len(rows) * ROW + 96
    grid = [[cells.get((row, column)) for column in columns] for row in rows]
    layout["shapes"] = [
        _cell(cell, result.of_baseline is None, x, y) for y, line in enumerate(grid) for x, cell in enumerate(line)
    ]
    layout["annotations"] = [
        _words(cell, result.treated, x, y) for y, line in enumerate(grid) for x, cell in enumerate(line) if cell
    ]
    return assembled([{"type": "scatter", "x": [], "y": [], "showlegend": False}], layout)


def _shade(cell: Shift | None, comparable: bool) -> str:
    """A lower grade is better only where both are `comparable`, not where the later one is a multiple of the baseline."""
    if cell is None or cell.worst is None or cell.baseline is None:
        return SAME
    if cell.worst > cell.baseline:
        return GRADE_SHADES[cell.worst]
    return BETTER if cell.worst < cell.baseline and comparable else SAME


def _cell(cell: Shift | None, comparable: bool, x: int, y: int) -> Spec:
    return {"type": "rect", "x0": x - 0.48, "x1": x + 0.48, "y0": y - 0.44, "y1": y + 0.44, "line": {"width": 0},
            "fillcolor": _shade(cell, comparable), "opacity": 1 if cell else 0.35, "layer": "below"}  # fmt: skip


def _words(cell: Shift, treated: int, x: int, y: int) -> Spec:
    dark = _shade(cell, True) in GRADE_SHADES[4:]
    return {
        "x": x,
        "y": y,
        "text": cell_words(cell, treated),
        "showarrow": False,
        "font": {"color": CELL_LIGHT if dark else CELL_INK},
    }
