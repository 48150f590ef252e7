"""Peak ALT or AST by peak bilirubin as tables, and values far out."""

from core.domain.liver import QUADRANTS, LiverPatient, LiverResult
from core.domain.outliers import OutlierResult
from core.domain.rows import Rows
from core.words.liver import quadrant_label
from core.words.outliers import value_words


def liver_table(result: LiverResult) -> Rows:
    """One row a corner: its patients, of those with both peaks and of everyone treated."""
    return [
        {"Corner": quadrant_label(result, quadrant), "Patients": n, "With both peaks": result.both, "Treated": result.treated}
        for quadrant, n in zip(QUADRANTS, result.quadrants, strict=True)
    ]


def liver_course_table(one: LiverPatient) -> Rows:
    """One row a value of the patient: test, month, multiple of the upper limit."""
    return [
        {"Test": course.label, "Month": month, "Ratio to the upper limit": ratio}
        for course in one.courses
        for month, ratio in course.points
    ]


def outliers_table(result: OutlierResult) -> Rows:
    """One row a value far out, the farthest first."""
    return [
        {
            "Patient": one.patient_id,
            "Test": one.label,
            "Month": one.month,
            "Value": one.value,
            "Unit": one.unit,
            "Low fence": one.low,
            "High fence": one.high,
            "Lower limit": one.lower_limit,
            "Upper limit": one.upper_limit,
            "Grade, CTCAE 5.0": one.grade,
        }
        for one in result.rows
    ]


def short_outliers_table(result: OutlierResult) -> Rows:
    """The same in the digits each test is read with."""
    return [
        {
            "Patient": one.patient_id,
            "Test": one.label,
            "Month": f"{one.month:g}",
            "Value": f"{value_words(one, one.value)} {one.unit}",
            "Fences": f"{value_words(one, one.low)} to {value_words(one, one.high)}",
            "Limits of normal": f"{value_words(one, one.lower_limit)} to {value_words(one, one.upper_limit)}",
            "Grade, CTCAE 5.0": one.grade,
        }
        for one in result.rows
    ]
