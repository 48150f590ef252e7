"""The course of a laboratory test as a table: one row a group and month."""

from core.domain.lab_course import LabCourse
from core.domain.rows import Rows
from core.words.cohort import group_label
from core.words.labs import axis


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
