"""The report of an import in words: its headings, its first lines, and what to do with the file to fill in."""

from datetime import UTC, datetime

from core.domain.imports import ImportRefusal, ImportResult
from core.domain.problems import Severity
from core.words.numbers import count
from core.words.problems import account_line, import_line
from core.words.provenance import LIMITS, SYNTHETIC

TITLE = "Import report"
FINDINGS, ROWS, MAPPING, LEGEND, SAVED_MAPPING = "Findings", "Rows", "Mapping", "Legend", "The mapping as a file"
NOTHING_FOUND = "Nothing was found that needs a look."
AS_A_WHOLE = "It cannot be published as a whole; nothing is told of single rows."
READ_ME, FOUND_AT, ROW = "Read me", "found at", "row"
PLURALS: dict[Severity, str] = {
    "blocks": "Blocks the import",
    "left_out": "Rows left out",
    "emptied": "Cells left empty",
    "warning": "Warnings",
    "note": "Notes",
}
MEANINGS: dict[Severity, str] = {
    "blocks": "Nothing can be published before this is put right.",
    "left_out": "The row was not taken.",
    "emptied": "The row was taken, this cell was not.",
    "warning": "Taken, and to be looked at.",
    "note": "Taken, and put into the plain form in the only way it can be read.",
}
SUM = "In every line, rows that came in = taken + left out + empty + the same patient again."
FIRST_ONLY = "Of a rule that more than 100 rows break the first 100 are listed and marked."
TO_FILL_IN = (
    "Each sheet is a table of the data model. It has the rows that were left out, and those that lost a cell.",
    "Put right the coloured cells: what is wrong stands in the comment of each. Then import this file beside the others.",
    "A row that was left out is taken from here; it stays left out where it came from.",
    "A row that lost a cell was taken without it, and a row that says something else than another one is there with it. Delete "
    "these from their own file before you import the two together: rows of one patient, or of one visit, that say different "
    "things are all left out.",
    "Delete the rows that you do not put right. The last column, found at, says where a row came from, and is not imported.",
    "Leave the identifiers as they are, so that the rows are known to be of the same patients.",
)


def outcome_lines(outcome: ImportResult | ImportRefusal, made_at: datetime) -> tuple[str, ...]:
    """What came of the import, how much was found, and when the report was made."""
    made = f"Report made {made_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC. {LIMITS}"
    if isinstance(outcome, ImportRefusal):
        return outcome.reason, counts_line(outcome), made
    simulated = (SYNTHETIC,) if outcome.version.synthetic else ()
    return import_line(outcome), counts_line(outcome), *map(account_line, outcome.accounts), *simulated, made


def counts_line(outcome: ImportResult | ImportRefusal) -> str:
    """`Findings: 3 rows left out, 1 warning.`"""
    words = {"blocks": "problem that blocks", "left_out": "row left out", "emptied": "cell left empty"}
    many = {"blocks": "problems that block", "left_out": "rows left out", "emptied": "cells left empty"}
    found = {one: sum(problem.severity == one for problem in outcome.findings) for one in PLURALS}
    told = [count(n, words.get(one, one), many.get(one)) for one, n in found.items() if n]
    return f"Findings listed: {', '.join(told)}." if told else nothing_words(outcome)


def nothing_words(outcome: ImportResult | ImportRefusal) -> str:
    """That no row is told of: all is well, or all is refused."""
    return AS_A_WHOLE if isinstance(outcome, ImportRefusal) else NOTHING_FOUND


def only_marked(shown: int, total: int) -> str:
    """What to say of a source that is too large to be shown whole."""
    return f"Too large to be shown whole: the {count(shown, 'row')} with a finding, of {total:,}."
