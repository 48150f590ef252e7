"""The cut-off scan as a table."""

from core.domain.cut_scan import ScanResult
from core.domain.rows import Rows
from core.words.cut_scan import cut_label


def cut_scan_table(result: ScanResult) -> Rows:
    """One row a cut: counts on either side, difference in points, odds ratio, statistic, and how often it was the best."""
    return [
        {
            "Cut-off": cut_label(result, cut.at),
            "Responders below": cut.below[0],
            "Patients below": cut.below[1],
            "Responders above": cut.above[0],
            "Patients above": cut.above[1],
            "Difference, points": _points(cut.difference.value),
            "Difference, low": _points(cut.difference.low),
            "Difference, high": _points(cut.difference.high),
            "Odds ratio": cut.odds_ratio.value,
            "Odds ratio, low": cut.odds_ratio.low,
            "Odds ratio, high": cut.odds_ratio.high,
            "Statistic": cut.statistic,
            "Best in bootstrap, %": 100 * cut.chosen,
        }
        for cut in result.cuts
    ]


def _points(value: float | None) -> float | None:
    return None if value is None else 100 * value
