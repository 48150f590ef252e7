"""Numbers and scores beyond their fences as tables."""

from core.domain.numeric_outliers import NumericOutlierResult
from core.domain.rows import Rows
from core.words.numeric_outliers import FAR_OUT, OUTSIDE, fence_words, quartile_words, unit_words


def numeric_outliers_table(result: NumericOutlierResult) -> Rows:
    """One row a value, the farthest first."""
    return [
        {
            "Patient": one.patient_id,
            "Number": result.fences[one.place].label,
            "Month": result.fences[one.place].month,
            "Value": one.value,
            "Unit": result.fences[one.place].unit,
            "": FAR_OUT if one.far else OUTSIDE,
            "Interquartile ranges beyond": one.beyond,
            "Inner fences": fence_words(result.fences[one.place], result.fences[one.place].inner),
            "Outer fences": fence_words(result.fences[one.place], result.fences[one.place].outer),
        }
        for one in result.rows
    ]


def fences_table(result: NumericOutlierResult) -> Rows:
    """One row a number."""
    return [
        {
            "Number": unit_words(one),
            "Values": one.n,
            "Median (quartiles)": quartile_words(one),
            "Inner fences": fence_words(one, one.inner),
            "Outer fences": fence_words(one, one.outer),
            OUTSIDE: one.outside,
            FAR_OUT: one.far,
        }
        for one in result.fences
    ]
