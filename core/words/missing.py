"""Missing values in words."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.filters import number
from core.domain.missing import MeasuredMonth, MeasureMonths, MissingResult, MissingVariable
from core.words.cohort import filter_sentence, inner, listed
from core.words.coverage import PLANNED, VISIT, month_words, share_words, window_text
from core.words.numbers import count, percent
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

View = Literal["variables", "scores"]
TITLES: dict[View, str] = {"variables": "Missing values by variable", "scores": "Scores by planned month"}
NOTHING_MISSING = "Missing values by variable: none"
AXIS = "Patients without a value"
NOT_TAKEN = "–"
MOST_NAMED = 3
OWED = (
    "Of everyone in view; the month of stopping is owed by those with a reason and the reason by those with a month, for both "
    "are empty while treatment goes on."
)
DUE = "Of the patients with a visit in the window or followed to the month or beyond; those who left before owe no value."
DASH = "A dash: nobody has a value at this month, so the score may not have been planned there."


def label_words(one: MissingVariable) -> str:
    """The variable, with who owes it where it is not everyone."""
    return f"{one.label} (of those with {inner(one.owed_with)})" if one.owed_with else one.label


def missing_words(one: MissingVariable) -> str:
    """`3/86 (3.5%)`."""
    return share_words(one.missing, one.n)


def cell_words(cell: MeasuredMonth, *, narrow: bool) -> str:
    """`97.6%` over `80/82`; a dash where nobody has a value."""
    if not cell.recorded:
        return NOT_TAKEN
    share = percent(cell.recorded / cell.due, 0 if narrow else 1)
    counts = f"{cell.recorded:,}/{cell.due:,}"
    return share if narrow else f"<b>{share}</b><br>{counts if len(counts) <= LONG else counts.replace('/', '/<br>')}"


LONG = 11  # letters on one line of a cell


def hover_words(row: MeasureMonths, cell: MeasuredMonth) -> str:
    """`ClinRO eyebrow, month 3: 80/82 (97.6%) recorded`."""
    return f"{row.label}, {inner(month_words(cell.month))}: {share_words(cell.recorded, cell.due)} recorded"


def _variables_finding(result: MissingResult) -> str:
    lacking = [one for one in result.variables if one.missing]
    whole = len(result.variables) - len(lacking)
    if not lacking:
        return f"All {count(whole, 'variable')} are recorded in everyone who owes them."
    worst = [f"{inner(label_words(one))} {missing_words(one)}" for one in lacking[:MOST_NAMED]]
    return f"{whole:,} of {count(len(result.variables), 'variable')} are complete. Most often missing: {listed(worst, 'and')}."


def _scores_finding(result: MissingResult) -> str:
    taken = [(row, cell) for row in result.measures for cell in row.months if cell.recorded]
    if not taken:
        return "Nobody in view has a score at a planned month."
    row, cell = min(taken, key=lambda one: one[1].recorded / one[1].due)
    if cell.recorded == cell.due:
        return "At every month at which a score was taken, everyone followed has a value."
    return (
        f"Of the months at which a score was taken, the fewest values: {row.label} at month {cell.month}, "
        f"{share_words(cell.recorded, cell.due)} of those followed."
    )


def caption(catalogue: Catalogue, result: MissingResult, view: View, made_on: date) -> Caption:
    """Everything that stands around one of the two charts."""
    said = _variables_finding(result) if view == "variables" else _scores_finding(result)
    scores = f"Values {window_text(result.window)}, at month 0 exactly. {DUE} {DASH} {PLANNED}"
    return Caption(
        title=TITLES[view],
        heading=TITLES[view],
        note=said,
        alt=f"{TITLES[view]}. {said}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{said} {in_view(result.provenance)}.",
        method=OWED if view == "variables" else scores,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Denominator", OWED),) if view == "variables" else (("Value", scores), ("Visit", VISIT)),
        file_stem=file_stem(f"missing-{view}", number(result.window), result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: MissingResult, made_on: date) -> str:
    """The result for a terminal: a line a variable, then a line a score."""
    variables, scores = (caption(catalogue, result, view, made_on) for view in ("variables", "scores"))
    lines = [f"  {label_words(one)}: {missing_words(one)}" for one in result.variables]
    lines += [f"{scores.title}. {scores.note}"]
    lines += [f"  {row.label}: {'; '.join(_month_line(cell) for cell in row.months)}" for row in result.measures]
    lines += [scores.method]
    return printed(variables, result.provenance, lines)


def _month_line(cell: MeasuredMonth) -> str:
    return f"month {cell.month} {cell.recorded:,}/{cell.due:,}"
