"""Problems of data in words."""

from core.domain.problems import Problem


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
