"""Adjusted risks as a table."""

from core.domain.adjusted import AdjustedRisks
from core.domain.estimates import Estimate
from core.domain.rows import Row, Rows
from core.words.adjusted import difference_words, mark, risk_words


def adjusted_table(found: AdjustedRisks) -> Rows:
    """One row a level or line with every number: counts, risk in percent, difference in points, limits and methods."""
    return [
        {
            "Term": row.label,
            "Level": row.level,
            "Reference": row.reference,
            "Patients": row.n,
            "Responders": row.events,
            **_numbers("Adjusted risk, %", row.risk),
            **_numbers("Difference, points", row.difference),
            "Moved above the highest value": row.beyond,
        }
        for row in found.risks
    ]


def adjusted_summary(found: AdjustedRisks) -> Rows:
    """The same to be read on a page: estimates with their intervals in one cell."""
    return [
        {
            "Term": row.label,
            "Level": row.level,
            "n": row.n,
            "Responders": row.events,
            "Adjusted risk": risk_words(row),
            "Difference, points": difference_words(row),
            "Note": mark(row),
        }
        for row in found.risks
    ]


def _numbers(name: str, estimate: Estimate | None) -> Row:
    parts = (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)
    value, low, high = (None if part is None else 100 * part for part in parts)
    heading = name.partition(",")[0]
    return {name: value, f"{heading}, low": low, f"{heading}, high": high,
            f"{heading}, method": estimate.method if estimate else ""}  # fmt: skip
