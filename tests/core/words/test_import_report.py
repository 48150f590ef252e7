"""The first lines of an import's report."""

from datetime import UTC, datetime

from core.domain.imports import ImportRefusal
from core.domain.marked import WEIGHT
from core.domain.problems import Problem
from core.words.import_report import AS_A_WHOLE, MEANINGS, PLURALS, counts_line, outcome_lines
from core.words.problems import SEVERITIES

ONE = Problem(file="a.csv", row=2, column="age", found="x", rule="not a number", remedy="Write digits.", severity="emptied")
BLOCKS = Problem(file="a.csv", row=None, column=None, found=None, rule="empty", remedy="Fill it.")


def test_every_severity_has_its_words_from_the_heaviest_to_the_lightest() -> None:
    assert tuple(PLURALS) == tuple(MEANINGS) == tuple(SEVERITIES) == WEIGHT


def test_findings_are_counted_in_words() -> None:
    refusal = ImportRefusal(reason="Nothing was published.", findings=(BLOCKS, ONE, ONE))
    assert counts_line(refusal) == "Findings listed: 1 problem that blocks, 2 cells left empty."
    assert counts_line(ImportRefusal(reason="", findings=())) == AS_A_WHOLE


def test_a_refusal_begins_with_its_reason_and_ends_with_when_the_report_was_made() -> None:
    lines = outcome_lines(ImportRefusal(reason="No.", findings=()), datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert lines[0] == "No."
    assert lines[-1].startswith("Report made 2026-11-23 09:30 UTC.")
