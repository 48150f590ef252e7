"""The patients of a group as a table."""

from core.domain.members import Member, Members
from core.domain.rows import Row, Rows
from core.words.members import assessment_words, counts_as


def members_table(found: Members) -> Rows:
    """One row a patient; empty cells where not recorded. What they count as is told for the analysis set in use."""
    return [_row(found, member) for member in found.rows]


def _row(found: Members, member: Member) -> Row:
    """Who it is and what they count as stand first; the rest may lie beyond the edge of a screen."""
    known = list(zip(found.columns, member.baseline, strict=True))
    return {
        **dict(known[:1]),
        "Counts as": counts_as(found.spec.analysis_set, member.outcome),
        f"{found.measure} at month {found.spec.month}": member.value,
        "Assessment": assessment_words(member.outcome),
        **dict(known[1:]),
    }
