"""The curve of response over a number as a table."""

from core.domain.curve import CurveResult
from core.domain.rows import Rows


def curve_table(result: CurveResult) -> Rows:
    """One row a value of the grid: predicted response and its limits, in percent."""
    return [
        {
            result.label: round(one.at, 4),
            "Predicted response, %": _percent(one.risk.value),
            "Low, %": _percent(one.risk.low),
            "High, %": _percent(one.risk.high),
        }
        for one in result.points
    ]


def _percent(value: float | None) -> float | None:
    return None if value is None else 100 * value
