"""The adverse events as a table: one row a kind of event, everyone treated and in view, then every group."""

from collections.abc import Sequence

from core.domain.events import GRADES, PER_YEARS, EventCount, EventResult, EventRow
from core.domain.rows import Row, Rows
from core.tables.estimates import estimate_cells, times
from core.words.cohort import group_label
from core.words.event_names import UNGRADED, category_label, row_label


def events_table(result: EventResult, rows: Sequence[EventRow]) -> Rows:
    """Counts, rate in percent, rates per 100 person-years, grades; then each group against the reference."""
    return [_row(result, row) for row in rows]


def short_events_table(rows: Sequence[EventRow]) -> Rows:
    """What a page shows of it: patients, percent with interval, events."""
    return [
        {
            "Event": row_label(row),
            "Patients": row.overall.patients,
            "Treated": row.overall.n,
            **estimate_cells("%", row.overall.rate, 100),
            "Events": row.overall.events,
            "Worst grade": next((grade for grade in reversed(GRADES) if row.overall.worst[grade]), None),
        }
        for row in rows
    ]


def pairs_table(result: EventResult, rows: Sequence[EventRow], at: int) -> Rows:
    """What a page shows of one group against the reference: both counts, difference in points, ratio, p, adjusted p."""
    return [_pair(result, row, at) for row in rows]


def _pair(result: EventResult, row: EventRow, at: int) -> Row:
    one, other = row.groups[at], row.groups[result.reference_at or 0]
    difference = estimate_cells("Difference, points", one.difference, 100) if one.difference else {}
    return {
        "Event": row_label(row),
        group_label(result.groups[at]): f"{one.patients}/{one.n}",
        group_label(result.groups[result.reference_at or 0]): f"{other.patients}/{other.n}",
        **difference,
        "Risk ratio": one.risk_ratio.value if one.risk_ratio else None,
        "p": one.test.p if one.test else None,
        "p, Benjamini-Hochberg": one.adjusted_p,
        "Test": one.test.method if one.test else "",
    }


def _row(result: EventResult, row: EventRow) -> Row:
    one = row.overall
    return {
        "Event": row_label(row),
        "Category": category_label(row.category) if row.kind == "term" else "",
        "Patients": one.patients,
        "Treated": one.n,
        **estimate_cells("%", one.rate, 100),
        "Rule of three, %": times(one.none_allows, 100),
        "Events": one.events,
        **estimate_cells(f"First events per {PER_YEARS} years", one.first_rate),
        **estimate_cells(f"Events per {PER_YEARS} years", one.event_rate),
        **{f"Worst grade {grade}": one.worst[grade] for grade in GRADES},
        UNGRADED: one.worst[0],
        **{key: cell for at, group in enumerate(row.groups) for key, cell in _group(result, at, group).items()},
    }


def _group(result: EventResult, at: int, one: EventCount) -> Row:
    name = group_label(result.groups[at])
    cells: Row = {
        f"{name}, patients": one.patients,
        **estimate_cells(f"{name}, %", one.rate, 100),
    }
    if result.groups[at].levels[0].value == result.reference or one.difference is None:
        return cells
    points = {"difference": one.difference.value, "low": one.difference.low, "high": one.difference.high}
    shown = {f"{name}, {key}, points": times(part, 100) for key, part in points.items()}
    ratio = one.risk_ratio.value if one.risk_ratio else None
    return {**cells, **shown, f"{name}, risk ratio": ratio, f"p, {name}": one.test.p if one.test else None,
            f"p, Benjamini-Hochberg, {name}": one.adjusted_p}  # fmt: skip
