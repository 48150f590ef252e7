"""Forest plot of one factor within subgroups: a heading a variable with its test of interaction, a row a level."""

import plotly.graph_objects as go

from core.charts.odds import FREE, Edges, edges, odds_axis, within
from core.charts.rows import interval, label_axis, line_at, shown, words_column
from core.charts.theme import ACCENT, FAINT, Spec, assembled, base_layout
from core.domain.estimates import Estimate
from core.domain.subgroups import Subgroup, SubgroupResult
from core.words.coefficients import AXES
from core.words.subgroups import OVERALL, arms_words, finding, interaction_words, mark, row_words, size, title

ROW, AXIS = 30, 94  # pixels
Line = tuple[str, str, Subgroup | None]


def subgroups(result: SubgroupResult) -> go.Figure:
    """Everyone first, then the variables in their order."""
    lines = _lines(result)
    layout = base_layout()
    layout["height"] = max(len(lines), 1) * ROW + AXIS
    layout["meta"] = {"alt": f"{title(result)}. {finding(result)}"}
    layout["yaxis"].update(label_axis([label for label, _, _ in lines]))
    odds = result.spec.model.kind == "logistic"
    ends = edges(_estimates(lines)) if odds else FREE
    layout["xaxis"].update(odds_axis(ends) if odds else {})
    layout["xaxis"]["title"] = {"text": AXES[result.spec.model.kind]}
    layout["shapes"] = [line_at(1 if odds else 0)]
    words_column(layout, range(len(lines)), [words for _, words, _ in lines])
    return assembled([_dots(lines, ends)], layout)


def _lines(result: SubgroupResult) -> list[Line]:
    """Label, words at the right, and the row they are of; a heading has none."""
    if result.overall is None:
        return []
    lines: list[Line] = [(f"<b>{OVERALL}</b>", _words(result, result.overall), result.overall)]
    for block in result.blocks:
        lines.append((f"<b>{shown(block.label)}</b>", f"<i>{interaction_words(block)}</i>", None))
        lines += [(shown(row.level), _words(result, row), row) for row in block.rows]
    return lines


def _words(result: SubgroupResult, row: Subgroup) -> str:
    marked = f"  <i>{mark(row)}</i>" if mark(row) else ""
    return f"{arms_words(row)}  <b>{row_words(result, row)}</b>{marked}"


def _estimates(lines: list[Line]) -> list[Estimate]:
    return [row.fit.estimate for _, _, row in lines if row is not None and row.fit is not None]


def _dots(lines: list[Line], ends: Edges) -> Spec:
    drawn = [(at, words, row) for at, (_, words, row) in enumerate(lines) if row is not None and row.fit is not None]
    placed = [within(row.fit.estimate, ends) for _, _, row in drawn if row.fit]
    values = [value for value, _, _ in placed]
    return {
        "type": "scatter",
        "x": values,
        "y": [at for at, _, _ in drawn],
        "mode": "markers",
        "marker": {
            "size": [14 if not at else 11 for at, _, _ in drawn],
            "symbol": ["diamond" if not at else "circle" for at, _, _ in drawn],
            "color": [FAINT if size(row) == "tiny" else ACCENT for _, _, row in drawn],
        },
        "error_x": interval(values, [low for _, low, _ in placed], [high for _, _, high in placed], ACCENT),
        "customdata": [[None, lines[at][0], words] for at, words, _ in drawn],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        "showlegend": False,
    }
