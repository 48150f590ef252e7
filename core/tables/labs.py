"""Laboratory values as tables: the course of a test, worst grades, and the shift from the grade at month 0."""

from core.domain.lab_course import LabCourse
from core.domain.lab_grades import LabGrades
from core.domain.labs import LAB_GRADES
from core.domain.rows import Rows
from core.tables.estimates import estimate_cells, times
from core.words.cohort import group_label
from core.words.event_names import UNGRADED
from core.words.lab_grades import AT_BASELINE, WORST, baseline_label, worst_label
from core.words.labs import axis, value_words


def course_table(result: LabCourse) -> Rows:
    """Patients with a value, median and quartiles on the scale shown."""
    return [
        {
            "Group": group_label(group),
            "Month": point.month,
            "Patients": point.n,
            f"Median, {axis(result)}": point.median,
            "Lower quartile": point.lower,
            "Upper quartile": point.upper,
        }
        for group in result.groups
        for point in group.points
    ]


def short_course_table(result: LabCourse) -> Rows:
    """The same in the digits the test is read with."""
    return [
        {
            "Group": group_label(group),
            "Month": point.month,
            "Patients": point.n,
            f"Median (quartiles), {axis(result)}": f"{value_words(result, point.median)} "
            f"({value_words(result, point.lower)} to {value_words(result, point.upper)})",
        }
        for group in result.groups
        for point in group.points
    ]


def grades_table(result: LabGrades) -> Rows:
    """One row a test: patients by worst grade, percent of everyone treated with interval."""
    return [
        {
            "Test": one.label,
            "Criterion": one.term,
            "Patients": one.patients,
            "Treated": result.treated,
            **estimate_cells("%", one.rate, 100),
            **estimate_cells("% of graded", one.of_graded, 100),
            **{f"Worst grade {grade}": one.worst[grade] for grade in LAB_GRADES},
            "Measured": one.measured,
            UNGRADED: one.ungraded,
            "Rule of three, %": times(one.none_allows, 100),
        }
        for one in result.tests
    ]


def shift_table(result: LabGrades) -> Rows:
    """One row a pair of grades that somebody has."""
    return [
        {AT_BASELINE: baseline_label(one), WORST: worst_label(one), "Patients": one.patients, "Treated": result.treated}
        for one in result.shifts
    ]
