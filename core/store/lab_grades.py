"""Grades of laboratory values as SQL, generated from the catalogue's criteria: `grade_of` of the domain, over columns."""

from core.domain.catalogue import Catalogue
from core.domain.grading import TOLERANCE
from core.domain.labs import Criterion, CtcaeVersion, Direction, GradeLimit, GradeRow

COLUMNS = {"upper limit": "upper_limit", "lower limit": "lower_limit", "baseline": "baseline", "value": "1.0"}


def grade_column(catalogue: Catalogue, version: CtcaeVersion) -> str:
    """The grade of each row by its `test`; null where it has none in this version or cannot be told."""
    graded = [(test.key, criterion) for test in catalogue.lab_tests if (criterion := test.criterion(version))]
    branches = " ".join(f"WHEN '{key}' THEN {grade_sql(criterion)}" for key, criterion in graded)
    return f"CAST(CASE test {branches} END AS TINYINT)"


def grade_sql(criterion: Criterion) -> str:
    """One criterion over `value`, `lower_limit`, `upper_limit` and `baseline`. Unknown conditions are null, as SQL has them."""
    passed = {row.grade: _row(criterion.direction, row) for row in criterion.rows}
    branches = " ".join(f"WHEN {passed[grade]} THEN {grade}" for grade in sorted(passed, reverse=True))
    return f"CASE {branches} WHEN NOT ({' OR '.join(passed.values())}) THEN 0 END"


def _row(direction: Direction, row: GradeRow) -> str:
    return "(" + " OR ".join(f"({_holds(limit)} AND {_beyond(direction, limit)})" for limit in row.limits) + ")"


def _holds(limit: GradeLimit) -> str:
    if limit.when == "always":
        return "true"
    if limit.when == "baseline below":
        return f"CASE WHEN baseline IS NULL THEN false ELSE baseline < lower_limit * {1 - TOLERANCE!r} END"
    above = f"baseline > upper_limit * {1 + TOLERANCE!r}"
    if limit.when == "baseline above":
        return f"CASE WHEN baseline IS NULL THEN false ELSE {above} END"
    return f"CASE WHEN baseline IS NULL THEN true ELSE NOT ({above}) END"


def _beyond(direction: Direction, limit: GradeLimit) -> str:
    sign, side = (">", 1) if direction == "high" else ("<", -1)
    slack = 1 + TOLERANCE * (-side if limit.inclusive else side)
    passed = f"value {sign} {float(limit.times)!r} * {COLUMNS[limit.of]} * {slack!r}"
    return f"CASE WHEN coalesce(baseline, 0) = 0 THEN false ELSE {passed} END" if limit.of == "baseline" else passed
