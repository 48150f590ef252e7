"""Events month by month of treatment as a table."""

from core.domain.event_months import MonthColumn, MonthResult
from core.domain.rows import Rows
from core.tables.estimates import estimate_cells
from core.words.event_months import OUT_OF, month_words, name_words


def event_months_table(result: MonthResult) -> Rows:
    """One row a kind of event and month: patients, those followed, the share in percent with its limits."""
    return [
        {
            result.spec.by.capitalize(): name_words(result, row),
            "Month of treatment": month_words(column),
            "Patients": n,
            OUT_OF: column.followed,
            **estimate_cells("%", rate, 100),
        }
        for row in result.rows
        for column, n, rate in zip(result.columns, row.counts, row.rates, strict=True)
    ]


def short_event_months_table(result: MonthResult) -> Rows:
    """What a page shows of it: one row a kind of event, a column a month, patients out of those followed."""
    return [
        {
            result.spec.by.capitalize(): name_words(result, row),
            "Patients": row.patients,
            **{_heading(column): f"{n:,}/{column.followed:,}" for column, n in zip(result.columns, row.counts, strict=True)},
        }
        for row in result.rows
    ]


def place_of(result: MonthResult, row: int, heading: str) -> int | None:
    """The place of the cell that one of the short table stands for; None for one of no month."""
    headings = [_heading(column) for column in result.columns]
    return row * len(headings) + headings.index(heading) if heading in headings else None


def _heading(column: MonthColumn) -> str:
    return f"Month {month_words(column)}"
