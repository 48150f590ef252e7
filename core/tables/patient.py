"""One patient's record as tables."""

from core.domain.filters import number
from core.domain.patient import PatientResult
from core.domain.rows import Row, Rows


def facts_table(result: PatientResult) -> Rows:
    """One row a fact known at the start."""
    return [{"At the start": label, "Value": value} for label, value in result.facts]


def course_table(result: PatientResult) -> Rows:
    """One row a month with a score, then one row an event."""
    months = sorted({month for _, values in result.courses for month, _ in values})
    scores = [
        {"Month": month, "What": label, "Value": dict(values).get(month), "Until month": None, "Grade": None}
        for month in months
        for label, values in result.courses
        if month in dict(values)
    ]
    events: list[Row] = [
        {"Month": event.onset, "What": event.term, "Value": None, "Until month": event.end, "Grade": event.grade}
        for event in result.events
    ]
    return [*scores, *events]


def blood_table(result: PatientResult) -> Rows:
    """One row a test, one column a month; values in the digits they were recorded in."""
    months = sorted({month for test in result.tests for month, _ in test.values})
    return [
        {
            "Test": test.test,
            "Unit": test.unit,
            "Lower limit": _recorded(test.lower),
            "Upper limit": _recorded(test.upper),
            **{f"Month {number(month)}": _recorded(dict(test.values).get(month)) for month in months},
        }
        for test in result.tests
    ]


def _recorded(value: float | None) -> str | None:
    return None if value is None else number(value)
