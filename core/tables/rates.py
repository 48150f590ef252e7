"""The rates result as a table: one row a group, all in view last."""

from core.domain.estimates import Estimate
from core.domain.rates import GroupRate, RateResult
from core.domain.rows import Row, Rows
from core.tables.estimates import estimate_cells, times
from core.words.comparisons import ASKED
from core.words.rates import reference_label, size_mark
from core.words.sets import SETS


def rates_table(result: RateResult) -> Rows:
    """One row a group: counts, rate and interval in percent, differences in points, ratios; empty where not defined."""
    against = reference_label(result) if result.reference is not None else ""
    return [_row(result, group, against) for group in (*result.groups, result.overall)]


def group_cells(result: RateResult, group: GroupRate) -> dict[str, str]:
    """The cells that say which group it is: one a grouping, headed by its variable."""
    headings = [label for _, label in result.labels] or ["Group"]
    names = [level.label for level in group.levels] or ["All in view"] + ["All"] * (len(headings) - 1)
    return dict(zip(headings, names, strict=True))


def sets_table(result: RateResult) -> Rows:
    """One row an analysis set: responders, denominator, rate and interval in percent."""
    return [
        {"Analysis set": SETS[one.analysis_set], "Responders": one.events, "Patients": one.n, **_rate(one.rate)}
        for one in result.sets
    ]


def tests_table(result: RateResult) -> Rows:
    """One row a test: question, test, p, Benjamini-Hochberg p, note."""
    return [
        {
            "Question": ASKED[one.question],
            "Within": one.within or "All groups",
            "Test": one.test.method,
            "p": one.test.p,
            "p, Benjamini-Hochberg": one.adjusted_p,
            "Note": one.test.note,
        }
        for one in result.comparisons
    ]


def _row(result: RateResult, group: GroupRate, against: str) -> Row:
    return {
        **group_cells(result, group),
        "Responders": group.events,
        "Patients": group.n,
        **_rate(group.rate),
        "In view": group.in_view,
        "Not assessed": group.missing,
        "Not evaluable": group.not_evaluable,
        **_contrasts(group, against),
        "Size": size_mark(group),
    }


def _contrasts(group: GroupRate, against: str) -> dict[str, float | None]:
    """Differences and ratios, each headed by the group it is taken against; none where there is nothing to compare."""
    if not against:
        return {}
    return {
        **estimate_cells(f"Difference from {against}, points", group.difference, 100),
        **estimate_cells(f"Risk ratio to {against}", group.risk_ratio),
        **estimate_cells(f"Odds ratio to {against}", group.odds_ratio),
    }


def _rate(rate: Estimate) -> dict[str, float | None]:
    return {"Rate %": times(rate.value, 100), "Low %": times(rate.low, 100), "High %": times(rate.high, 100)}
