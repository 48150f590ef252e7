"""Why a cell cannot be taken for a number or a date, said of the cell itself."""

import re
from dataclasses import replace

from core.domain.problems import Problem
from core.ingest.cells import folded
from core.store.rules import NO_DATE, NO_NUMBER, NO_WHOLE_NUMBER

MEASURED = "Enter the value that was measured, or leave the cell empty."
ISO = "Write it as YYYY-MM-DD."
_NUMBERS = (
    (r"[<>≤≥≦≧].*|.*(\+|以上|以下|未満|超)", "a bound, not a value", MEASURED),
    (r"(約|およそ|ca\.?|about|approx\.?|~|〜).*|.*(くらい|ぐらい|程度|頃)", "about so much, not a value", MEASURED),
    (r"\d[\d.]*\s*[-~〜–]\s*\d[\d.]*", "a range, not a value", MEASURED),
    (r"#.*", "a spreadsheet's error value", "Correct the formula, or empty the cell."),
    (r"(?=.*\d)(?=.*[oOlI])[\doOlI.]+", "a letter among the digits", "Type the number anew."),
    (
        r"\d+\s*(?i:w|wks?|weeks?|週)",
        "weeks, where months are asked for",
        "Write the month, or give the weeks a column of their own.",
    ),
    (r"(?i:true|false)", "a yes or no, not a number", MEASURED),
    (
        r"[+-]?\d+(,\d+)+(\.\d+)?",
        "a comma that may be a decimal mark or set thousands apart",
        "Write digits with a decimal point.",
    ),
)
_DATES = (
    (r"1[0-8]\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?", "a date before 1900", "Check the date against the record."),
    (r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", "two dates, for the day or the month may come first", ISO),
    (r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}", "a year of two digits", ISO),
    (r"(\d{4}|(令和|平成|昭和|[RHS])(\d{1,2}|元))[年/.-]\d{1,2}月?頃?", "a month, not a day", ISO),
)


def in_doubt(problem: Problem) -> Problem:
    """The problem with what its cell looks like, where that says more than the rule it broke; any other as it is."""
    rule = next((one for one in (NO_NUMBER, NO_WHOLE_NUMBER, NO_DATE) if problem.rule.startswith(one)), None)
    if rule is None or problem.found is None:
        return problem
    text = folded(problem.found).strip()
    for pattern, looks, remedy in _DATES if rule == NO_DATE else _NUMBERS:
        if re.fullmatch(pattern, text, re.ASCII):
            return replace(problem, rule=problem.rule.replace(rule, looks, 1), remedy=remedy)
    return problem
