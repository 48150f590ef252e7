"""eGFR over time by two equations, with the thresholds of dosing."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.charts.courses import month_axis, name_levels, quartile_band, reach
from core.charts.rows import level_line, shown
from core.charts.theme import ACCENT, PALETTE, Spec, assembled, base_layout
from core.domain.kidney import KidneyPoint, KidneyResult, Spread
from core.words.kidney import AXIS, CKD_EPI, JAPAN, alt, point_words
from core.words.lab_limits import monitoring_words
from core.words.labs import MONTH

HEIGHT = 380


def kidney_chart(result: KidneyResult) -> go.Figure:
    """Median and quartiles of both, on the same patients."""
    layout = base_layout()
    layout["meta"] = {"alt": alt(result)}
    layout["height"] = HEIGHT
    layout["margin"]["t"] = 40
    layout["xaxis"].update(month_axis([point.month for point in result.points], MONTH))
    marks = [(one.below, shown(monitoring_words(one))) for one in result.monitoring]
    spreads = [spread for point in result.points for spread in (point.japan, point.ckd_epi)]
    ends = [end for spread in spreads for end in (spread.lower, spread.upper) if end is not None]
    layout["yaxis"].update(title={"text": AXIS}, range=reach([*ends, *(at for at, _ in marks)]))
    layout["shapes"] = [level_line(at, "dash") for at, _ in marks]
    name_levels(layout, marks)
    japan = _equation(JAPAN, result.points, [point.japan for point in result.points], ACCENT)
    return assembled([*japan, *_equation(CKD_EPI, result.points, [p.ckd_epi for p in result.points], PALETTE[1])], layout)


def _equation(name: str, points: Sequence[KidneyPoint], spreads: Sequence[Spread], colour: str) -> list[Spec]:
    months = [point.month for point in points]
    lows, highs = [spread.lower or 0.0 for spread in spreads], [spread.upper or 0.0 for spread in spreads]
    median: Spec = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": months,
        "y": [spread.median for spread in spreads],
        "line": {"width": 3, "color": colour},
        "marker": {"size": 8, "color": colour},
        "customdata": [[None, point_words(name, point, spread)] for point, spread in zip(points, spreads, strict=True)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    return [*quartile_band(months, lows, highs, colour), median]
