"""The data-quality page as tables."""

from core.domain.completers import ComparedVariable, CompletersResult
from core.domain.coverage import CoverageResult
from core.domain.missing import MissingResult
from core.domain.rows import Row, Rows
from core.words.completers import arm_words, gap_words, level_words, test_words
from core.words.completers import label_words as label_words_compared
from core.words.coverage import group_names, group_sizes, share_words
from core.words.missing import label_words
from core.words.numbers import decimals, p_value
from core.words.overview import summary_words


def missing_table(result: MissingResult) -> Rows:
    """One row a variable, the largest share missing first."""
    return [
        {
            "Variable": label_words(one),
            "Missing": one.missing,
            "Patients": one.n,
            "Missing, %": 100 * one.share if one.n else None,
        }
        for one in result.variables
    ]


def scores_table(result: MissingResult) -> Rows:
    """One row a score and planned month."""
    in_view = result.provenance.in_view
    return [
        {
            "Score": row.label,
            "Month": cell.month,
            "With a value": cell.recorded,
            "Followed": cell.due,
            "Of those followed, %": 100 * cell.recorded / cell.due if cell.due else None,
            "In view": in_view,
            "Of those in view, %": 100 * cell.recorded / in_view if in_view else None,
        }
        for row in result.measures
        for cell in row.months
    ]


def coverage_table(result: CoverageResult) -> Rows:
    """One row a planned month; the groups add up to the patients in view."""
    names = group_names(result)
    return [
        {
            "Month": one.month,
            **dict(zip(names, group_sizes(one), strict=True)),
            "Patients in view": one.n,
            "Followed": one.due,
            "Seen of those followed, %": 100 * one.in_window / one.due if one.due else None,
        }
        for one in result.months
    ]


def short_coverage_table(result: CoverageResult) -> Rows:
    """The same, who was seen of those followed in one cell."""
    names = group_names(result)
    return [
        {
            "Month": one.month,
            **dict(zip(names, group_sizes(one), strict=True)),
            "In view": one.n,
            "Seen of followed": share_words(one.in_window, one.due),
        }
        for one in result.months
    ]


def short_completers_table(result: CompletersResult) -> Rows:
    """The same in fewer columns; what is not recorded only where something is not."""
    gaps = any(line.completers.missing + line.others.missing for one in result.variables for line in one.levels)
    return [row for one in result.variables for row in _short_compared_rows(result, one, gaps=gaps)]


def _short_compared_rows(result: CompletersResult, one: ComparedVariable, *, gaps: bool) -> list[Row]:
    ours, theirs = arm_words(result)
    return [
        {
            "Variable": label_words_compared(one),
            "Level": level_words(one, line.level),
            ours: summary_words(line.completers),
            theirs: summary_words(line.others),
            **({"Not recorded": gap_words(line)} if gaps else {}),
            "Difference": "" if at else decimals(one.smd),
            "p": "" if at else p_value(one.test.p),
            "Test": "" if at else test_words(one),
        }
        for at, line in enumerate(one.levels)
    ]


def completers_table(result: CompletersResult) -> Rows:
    """One row a number or a level of a choice; difference and test stand in the first line of a variable."""
    return [row for one in result.variables for row in _compared_rows(result, one)]


def _compared_rows(result: CompletersResult, one: ComparedVariable) -> list[Row]:
    ours, theirs = arm_words(result)
    return [
        {
            "Variable": label_words_compared(one),
            "Level": level_words(one, line.level),
            ours: summary_words(line.completers),
            theirs: summary_words(line.others),
            "Not recorded": gap_words(line),
            "Standardised difference": None if at else one.smd,
            "p": None if at else one.test.p,
            "p, adjusted": None if at else one.adjusted_p,
            "Test": None if at else test_words(one),
        }
        for at, line in enumerate(one.levels)
    ]
