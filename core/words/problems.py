"""Problems of data in words."""

from core.domain.problems import Problem
from core.words.numbers import count


def problem_line(problem: Problem) -> str:
    """`patient.csv, row 12, age_years, found '156': outside 0 to 120. Check the value against the record.`"""
    place = [problem.file]
    if problem.row is not None:
        place.append(f"row {problem.row}")
    if problem.column is not None:
        place.append(problem.column)
    if problem.found is not None:
        place.append(f"found {problem.found!r}")
    kind = "" if problem.severity == "blocks" else " (warning)"
    return f"{', '.join(place)}{kind}: {problem.rule}. {problem.remedy}"


def refusal_line(problems: tuple[Problem, ...]) -> str:
    """The line above a list of problems that stopped a publication."""
    blocking = sum(problem.severity == "blocks" for problem in problems)
    return f"Nothing was published. {count(blocking, 'problem')} to put right:"
