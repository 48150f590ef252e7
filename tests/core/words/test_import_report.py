"""The first lines of an import's report."""

from dataclasses import replace
from datetime import UTC, datetime

from core.domain.imports import ImportRefusal
from core.domain.marked import WEIGHT
from core.domain.problems import Problem, alike
from core.tables.import_report import findings_table, short_findings_table
from core.words.import_report import AS_A_WHOLE, MEANINGS, PLURALS, counts_line, outcome_lines
from core.words.problems import SEVERITIES, problem_line

ONE = Problem(file="a.csv", row=2, column="age", found="x", rule="not a number", remedy="Write digits.", severity="emptied")
BLOCKS = Problem(file="a.csv", row=None, column=None, found=None, rule="empty", remedy="Fill it.")


def test_every_severity_has_its_words_from_the_heaviest_to_the_lightest() -> None:
    assert tuple(PLURALS) == tuple(MEANINGS) == tuple(SEVERITIES) == WEIGHT


def test_findings_are_counted_in_words() -> None:
    refusal = ImportRefusal(reason="Nothing was published.", findings=(BLOCKS, ONE, ONE))
    assert counts_line(refusal) == "Findings listed: 1 problem that blocks, 2 cells left empty."
    assert counts_line(ImportRefusal(reason="", findings=())) == AS_A_WHOLE


def test_findings_alike_are_told_in_one_line() -> None:
    many = [replace(ONE, row=row, found=str(row % 5)) for row in range(2, 12)]
    told, blocks = (problem_line(found) for found in alike([*many, BLOCKS, many[0]]))
    assert told.startswith("a.csv, rows 2, 3, 4, 5, 6 and 5 more, age, found '2', '3', '4' and others (cell left empty): not a")
    assert blocks == "a.csv: empty. Fill it."
    assert problem_line(alike([ONE])[0]) == "a.csv, row 2, age, found 'x' (cell left empty): not a number. Write digits."
    assert "6 and more, age" in problem_line(alike([replace(ONE, row=row) for row in range(2, 102)])[0])


def test_the_page_lists_findings_alike_once_and_the_file_to_take_home_each() -> None:
    findings = [replace(ONE, row=2), replace(ONE, row=7), replace(ONE, row=9, rule="other")]
    assert [(row["Row"], row["Rows alike"]) for row in short_findings_table([*findings, BLOCKS])] == [
        (2, 2),
        (9, 1),
        (None, None),
    ]
    assert [row["Row"] for row in findings_table(findings)] == [2, 7, 9]


def test_a_refusal_begins_with_its_reason_and_ends_with_when_the_report_was_made() -> None:
    lines = outcome_lines(ImportRefusal(reason="No.", findings=()), datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert lines[0] == "No."
    assert lines[-1].startswith("Report made 2026-11-23 09:30 UTC.")
