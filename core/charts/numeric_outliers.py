"""Values beyond their fences: a mark a value, by how far out it lies."""

import plotly.graph_objects as go

from core.charts.rows import AXIS, label_axis, line_at, shown, words_column
from core.charts.theme import ACCENT, PALETTE, Spec, assembled, base_layout
from core.domain.numeric_outliers import INNER, OUTER, NumericOutlierResult
from core.words.numeric_outliers import AXIS as AXIS_WORDS
from core.words.numeric_outliers import FAR_OUT, OUTSIDE, name_words, right_words, said_of

ROW, LEGEND = 34, 46  # pixels


def numeric_outliers(result: NumericOutlierResult, alt: str) -> go.Figure:
    """One row a number with values beyond its fences; a mark can be chosen by its place among the values."""
    places = [place for place, one in enumerate(result.fences) if one.outside + one.far]
    layout = base_layout()
    layout["meta"] = {"alt": alt}
    layout["yaxis"].update(label_axis([shown(name_words(result.fences[place])) for place in places]))
    farthest = max((one.beyond for one in result.rows), default=OUTER)
    layout["xaxis"].update(range=[INNER - 0.06 * farthest, 1.05 * max(farthest, OUTER)], title={"text": AXIS_WORDS})
    layout["shapes"] = [line_at(INNER), line_at(OUTER, "dot")]
    layout["margin"]["t"] = LEGEND
    layout["height"] = max(len(places), 1) * ROW + AXIS + LEGEND
    words_column(layout, range(len(places)), [right_words(result.fences[place]) for place in places])
    rows = {place: row for row, place in enumerate(places)}
    traces = [_marks(result, rows, far=False), _marks(result, rows, far=True)]
    return assembled([trace for trace in traces if trace["x"]], layout)


def _marks(result: NumericOutlierResult, rows: dict[int, int], *, far: bool) -> Spec:
    drawn = [(at, one) for at, one in enumerate(result.rows) if one.far == far]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": FAR_OUT if far else OUTSIDE,
        "x": [one.beyond for _, one in drawn],
        "y": [rows[one.place] for _, one in drawn],
        "marker": {"size": 11, "opacity": 0.75, "color": PALETTE[1] if far else ACCENT},
        "customdata": [[at, shown(said_of(result, one))] for at, one in drawn],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
