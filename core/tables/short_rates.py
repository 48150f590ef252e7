"""The rates result as the page shows it: few columns, each estimate with its interval in one cell."""

from core.domain.rates import GroupRate, RateResult
from core.domain.rows import Row, Rows
from core.tables.rates import group_cells
from core.words.numbers import difference, rate_with_interval, ratio_with_interval
from core.words.rates import REFERENCE


def short_rates_table(result: RateResult) -> Rows:
    """One row a group, all in view last: counts as numbers, everything with an interval as text.

    Differences and ratios have intervals of the same level as the rate; the group they are taken against says so in its row.
    Not evaluable has a column only where somebody is.
    """
    return [_row(result, group) for group in (*result.groups, result.overall)]


def _row(result: RateResult, group: GroupRate) -> Row:
    return {
        **group_cells(result, group),
        "Responders": group.events,
        "Patients": group.n,
        f"Rate ({100 * result.spec.level:g}% interval)": rate_with_interval(group.rate),
        **(_contrasts(group, result.reference) if result.reference is not None else {}),
        "In view": group.in_view,
        "Not assessed": group.missing,
        **({"Not evaluable": group.not_evaluable} if result.overall.not_evaluable else {}),
    }


def _contrasts(group: GroupRate, reference: str) -> Row:
    itself = bool(group.levels) and group.levels[0].value == reference
    return {
        "Difference, points": REFERENCE if itself else difference(group.difference),
        "Risk ratio": REFERENCE if itself else ratio_with_interval(group.risk_ratio),
        "Odds ratio": REFERENCE if itself else ratio_with_interval(group.odds_ratio),
    }
