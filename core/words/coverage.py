"""Visits at the planned months in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.coverage import MOST_MONTHS, PLANNED_SHARE, CoverageResult, MonthCoverage
from core.domain.filters import number
from core.words.cohort import filter_sentence, listed
from core.words.numbers import count, percent
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

TITLE = "Visits at the planned months"
AXIS = "Patients in view"
NO_MONTH = "These data have no visit after month 0."
PLANNED = (
    f"A month counts as planned where the visits nearest to it number at least {PLANNED_SHARE:.0%} of everyone followed to the "
    f"month before, whatever the filter; {MOST_MONTHS} months at most, those with the most visits."
)
VISIT = "A visit counts where at least one score was taken."
FOLLOWED = (
    "Followed: to the month of stopping where there is one, else to the last visit, blood test or onset of an event. No "
    "later record: lost, or not yet that far. Each patient counts once a month, in the first group that fits."
)


def window_text(window: float) -> str:
    """`within ±0.5 months`, or `at the month exactly`."""
    return f"within ±{number(window)} months" if window else "at the month exactly"


def group_names(result: CoverageResult) -> tuple[str, ...]:
    """What the parts of a bar stand for, in order."""
    return (
        f"Visit {window_text(result.window)}",
        f"Only {window_text(result.widest)}",
        "No visit, but followed",
        "Stopped before",
        "No later record",
    )


def group_sizes(month: MonthCoverage) -> tuple[int, ...]:
    """The patients of each part, in the order of `group_names`."""
    return month.in_window, month.wider, month.unseen, month.stopped, month.lost


def month_words(month: int) -> str:
    """`Month 3`."""
    return f"Month {month}"


def part_words(result: CoverageResult, month: MonthCoverage, at: int) -> str:
    """`Month 3, stopped before: 2/86 (2.3%)`."""
    name = group_names(result)[at]
    return f"{month_words(month.month)}, {name[0].lower()}{name[1:]}: {share_words(group_sizes(month)[at], month.n)}"


def share_words(n: int, of: int) -> str:
    """`2/86 (2.3%)`; of nobody without a percentage."""
    return f"{n:,}/{of:,} ({percent(n / of)})" if of else f"{n:,}/{of:,}"


def right_words(month: MonthCoverage) -> str:
    """What stands at the right of a bar: who was seen, of those followed."""
    return f"<b>{month.in_window:,}/{month.due:,}</b> seen" if month.due else "nobody followed"


def finding(result: CoverageResult) -> str:
    """The month with the worst coverage among those followed, and how many have left by the last."""
    months = [one for one in result.months if one.due]
    if not months:
        return NO_MONTH if len(result.months) < 2 else "Nobody in view was followed to a planned month."
    worst = min(months, key=lambda one: (one.in_window / one.due, one.month))
    last = result.months[-1]
    gone = f" {_gone(last)}" if last.month else f" {NO_MONTH}"
    if worst.in_window == worst.due:
        return f"Everyone followed to a planned month has a visit in the window.{gone}"
    return (
        f"Of those followed, fewest were seen at month {worst.month}: {share_words(worst.in_window, worst.due)} "
        f"{window_text(result.window)}.{gone}"
    )


def _gone(last: MonthCoverage) -> str:
    """Who had left by the last planned month."""
    parts = [(last.stopped, "had stopped and were not seen then"), (last.lost, "have no later record")]
    said = [f"{share_words(n, last.n)} {what}" for n, what in parts if n] or ["nobody had left"]
    return f"By month {last.month}, {listed(said, 'and')}."


def _others(result: CoverageResult) -> str:
    if not result.other_months:
        return ""
    months = [str(month) for month in result.other_months]
    named = listed(months, "and") if len(months) <= MOST_MONTHS else f"{count(len(months), 'other month')}"
    return f" Visits nearest to other months are not shown: {named}."


def caption(catalogue: Catalogue, result: CoverageResult, made_on: date) -> Caption:
    """Everything that stands around the chart."""
    said = finding(result)
    return Caption(
        title=TITLE,
        heading=TITLE,
        note=said,
        alt=f"{TITLE}. {said}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{said} {in_view(result.provenance)}.",
        method=f"{VISIT} {PLANNED}{_others(result)} {FOLLOWED}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Planned months", f"{PLANNED}{_others(result)}"), ("Visit", VISIT), ("Groups", FOLLOWED)),
        file_stem=file_stem("coverage", result.window, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: CoverageResult, made_on: date) -> str:
    """The result for a terminal: a line a month."""
    names = group_names(result)
    lines = [
        f"  {month_words(one.month)}: "
        + "; ".join(f"{name[0].lower()}{name[1:]} {n:,}" for name, n in zip(names, group_sizes(one), strict=True))
        + f" of {one.n:,}"
        for one in result.months
    ]
    return printed(caption(catalogue, result, made_on), result.provenance, lines)
