"""How far completers and the others differ at baseline: a dot a variable, the farthest on top."""

import plotly.graph_objects as go

from core.charts.rows import AXIS, Dot, dots, label_axis, line_at, shown, words_column
from core.charts.theme import ACCENT, FAINT, assembled, base_layout
from core.domain.completers import IMBALANCE, ComparedVariable, CompletersResult
from core.words.completers import AXIS as AXIS_WORDS
from core.words.completers import label_words, right_words, said_of

ROW = 30  # pixels


def completer_differences(result: CompletersResult, alt: str) -> go.Figure:
    """One row a variable; those without a difference to tell come last, without a dot."""
    rows = sorted(result.variables, key=lambda one: -1 if one.smd is None else abs(one.smd), reverse=True)
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    layout["yaxis"].update(label_axis([shown(label_words(one)) for one in rows]))
    farthest = max((abs(one.smd) for one in rows if one.smd is not None), default=0.0)
    layout["xaxis"].update(
        range=[-0.012 * max(farthest, IMBALANCE), 1.06 * max(farthest, 2 * IMBALANCE)], title={"text": AXIS_WORDS}
    )
    layout["shapes"] = [line_at(0), line_at(IMBALANCE, "dot")]
    layout["height"] = len(rows) * ROW + AXIS + 16
    words_column(layout, range(len(rows)), [right_words(one) for one in rows])
    return assembled([dots([_dot(one) for one in rows])], layout)


def _dot(one: ComparedVariable) -> Dot:
    value = None if one.smd is None else abs(one.smd)
    colour = ACCENT if value is not None and value > IMBALANCE else FAINT
    return Dot(label=shown(one.label), value=value, low=value, high=value, text=shown(said_of(one)), colour=colour)
