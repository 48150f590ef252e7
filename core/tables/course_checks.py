"""Courses that deserve a second look as tables."""

from core.domain.course_checks import CourseFinding, CourseResult
from core.domain.rows import Rows
from core.words.course_checks import EVERY, NAMES, SENTENCES, UNITS, finding_words
from core.words.coverage import share_words


def rules_table(result: CourseResult) -> Rows:
    """One row a rule: what it found, of how many it could be held against."""
    return [
        {
            "Rule": NAMES[one.rule],
            "What it says": SENTENCES[one.rule],
            "Found": one.found,
            "Of": one.compared,
            "Of what": UNITS[one.rule],
            "Patients": one.patients,
            "In view": result.provenance.in_view,
        }
        for one in result.rules
    ]


def short_rules_table(result: CourseResult) -> Rows:
    """The same, counts in one cell; the rules that found something first."""
    return [
        {
            "Rule": NAMES[one.rule],
            "What it says": SENTENCES[one.rule],
            "Found": f"{one.found:,} of {one.compared:,} {UNITS[one.rule]}" if one.compared else f"no {UNITS[one.rule]}",
            "Patients": share_words(one.patients, result.provenance.in_view),
        }
        for one in sorted(result.rules, key=lambda one: not one.found)
    ]


def listed_rows(result: CourseResult, rule: str) -> tuple[CourseFinding, ...]:
    """The findings of a rule, or of all."""
    return tuple(one for one in result.rows if rule in (EVERY, one.rule))


def findings_table(rows: tuple[CourseFinding, ...]) -> Rows:
    """One row a finding."""
    return [
        {"Patient": one.patient_id, "Rule": NAMES[one.rule], "Month": one.month, "What was seen": finding_words(one)}
        for one in rows
    ]
