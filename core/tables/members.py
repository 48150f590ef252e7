"""The patients of a group as a table."""

from core.domain.members import Member, Members
from core.domain.rows import Row, Rows
from core.words.members import assessment_words, counts_as


def members_table(found: Members) -> Rows:
    """One row a patient; empty cells where not recorded. What they count as is told for the analysis set in use."""
    return [_row(found, member) for member in found.rows]


def _row(found: Members, member: Member) -> Row:
    return {
        **dict(zip(found.columns, member.baseline, strict=True)),
        f"{found.measure} at month {found.spec.month}": member.value,
        "Assessment": assessment_words(member.outcome),
        "Counts as": counts_as(found.spec.analysis_set, member.outcome),
    }
