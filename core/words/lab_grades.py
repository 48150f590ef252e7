"""Worst laboratory grades and their shift from baseline, in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.lab_grades import GradedTest, LabGrades, Shift
from core.domain.labs import GradeLimit
from core.words.cohort import filter_sentence, listed
from core.words.event_names import grade_words
from core.words.lab_limits import none_on_file, version_words
from core.words.numbers import NONE, bound_words, count, percent, rate_with_interval
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view
from core.words.sources import formula

GradeView = Literal["worst", "shift"]
NOT_MEASURED = "Not measured later"
AXIS = "Patients whose worst grade after month 0 is 1 or more, % of everyone treated and in view"
MONTH_0, AT_BASELINE, WORST = "Month 0", "Grade at month 0", "Worst grade after month 0"
RULES = (
    "The worst value after month 0 counts, whether it was seen once or lasted. Values after month 0 are graded with the "
    "baseline where the criteria ask for it; the value at month 0 itself, and values of patients without one or with one "
    "of 0, against the limits of normal."
)


def title(result: LabGrades, view: GradeView) -> str:
    """What is counted, by which version."""
    version = version_words(result.spec.version)
    if view == "worst":
        return f"Worst grade of every test, {version}"
    return f"{result.label}: from the grade at month 0 to the worst after it, {version}"


def worst_label(one: Shift) -> str:
    """The column of a shift."""
    if not one.later:
        return NOT_MEASURED
    return grade_words(one.worst)


def baseline_label(one: Shift) -> str:
    """The row of a shift."""
    return grade_words(one.baseline)


def cell_words(one: Shift, treated: int) -> str:
    """`16  18.6%` of everyone treated, the count in bold."""
    return f"<b>{one.patients:,}</b>  {percent(one.patients / treated)}"


def count_words(one: GradedTest, treated: int) -> str:
    """`16/86  18.6% (11.0–28.4%)`, the counts in bold; that nobody was graded where that is so."""
    if not one.graded:
        return f"{NONE}, {one.measured:,} measured, none graded"
    return f"<b>{one.patients:,}/{treated:,}</b>  {rate_words(one)}"


def rate_words(one: GradedTest) -> str:
    """The share of everyone treated with its interval; where not everyone was graded it has none, and those graded have."""
    if one.of_graded == one.rate:
        return rate_with_interval(one.rate)
    if not one.graded:
        return f"{NONE} (none graded)"
    return f"{percent(one.rate.value)}; of {one.graded:,} graded {rate_with_interval(one.of_graded)}"


def finding(result: LabGrades, view: GradeView) -> str:
    """Which tests were graded at all and which in nobody; or how many got worse."""
    return _worse(result) if view == "shift" else _passed(result)


def _passed(result: LabGrades) -> str:
    graded = [one for one in result.tests if one.graded]
    severe = sum(sum(one.worst[3:]) for one in result.tests)
    parts = [f"Everyone treated counts ({result.treated:,})."]
    parts += _silent([one for one in graded if not one.patients])
    if graded and not severe:
        parts.append("No graded value after month 0 is of grade 3 or more.")
    if result.treated and (absent := [one.label for one in result.tests if not one.measured]):
        parts.append(f"Not measured after month 0: {listed(absent, 'and')}.")
    if result.not_graded:
        parts.append(none_on_file(result.spec.version, result.not_graded))
    if ungraded := [f"{one.label} in {count(one.ungraded, 'patient')}" for one in result.tests if one.ungraded]:
        parts.append(f"Not to be graded for want of limits of normal: {listed(ungraded, 'and')}.")
    return " ".join(parts)


def _silent(tests: Sequence[GradedTest]) -> list[str]:
    """A sentence a number of patients graded: the tests in which none of them had a grade, and what that still allows."""
    numbers = sorted({one.graded for one in tests}, reverse=True)
    return [_nobody([one for one in tests if one.graded == number]) for number in numbers]


def _nobody(tests: Sequence[GradedTest]) -> str:
    first, each = tests[0], " each" if len(tests) > 1 else ""
    bound = bound_words(first.none_allows, first.rate.level) + each
    who = count(first.graded, "patient")
    return f"None of {who} graded had grade 1 or more in {listed([one.label for one in tests], 'or')}, {bound}."


def _worse(result: LabGrades) -> str:
    if not result.term:
        return none_on_file(result.spec.version, [result.label])
    both = [one for one in result.shifts if one.baseline is not None and one.worst is not None]
    worse = sum(one.patients for one in both if (one.worst or 0) > (one.baseline or 0))
    known, others = sum(one.patients for one in both), sum(one.patients for one in result.shifts if one not in both)
    left = f" {others:,} without a grade at month 0 or after it." if others else ""
    return (
        f"{worse:,} of {count(known, 'patient')} with both grades got worse, of {result.treated:,} treated "
        f"({result.term}).{left}{_of_baseline(result.of_baseline)}"
    )


def _of_baseline(limit: GradeLimit | None) -> str:
    """That grade 0 after an abnormal baseline is not a normal value."""
    if limit is None:
        return ""
    base = "the baseline" if limit.times == 1 else f"{limit.times:g} times the baseline"
    return (
        " Grades after an abnormal baseline are multiples of that baseline: grade 0 then means a value "
        f"{'below' if limit.inclusive else 'not above'} {base}, which need not be normal."
    )


def alt(result: LabGrades, view: GradeView) -> str:
    """A sentence that says what the chart shows, for those who cannot see it."""
    if view == "worst":
        said = [f"{one.label} {one.patients}/{result.treated}" for one in result.tests if one.patients][:12]
    else:
        said = [f"{baseline_label(one)} to {worst_label(one).lower()}: {one.patients}" for one in result.shifts]
    shown = "; ".join(said)
    return f"{title(result, view)}. {f'{shown}.' if shown else finding(result, view)}"


def caption(catalogue: Catalogue, result: LabGrades, view: GradeView, made_on: date) -> Caption:
    """Everything that stands around one of the two charts."""
    named = title(result, view)
    method = f"{result.tests[0].rate.method} {100 * result.spec.level:g}% intervals. {RULES}" if result.tests else RULES
    return Caption(
        title=named,
        heading=named,
        note=finding(result, view),
        alt=alt(result, view),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{finding(result, view)} {in_view(result.provenance)}.",
        method=method,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=_how(catalogue, result, view),
        file_stem=file_stem(f"labs-{view}", result.spec, result.cohort, result.provenance),
    )


def _how(catalogue: Catalogue, result: LabGrades, view: GradeView) -> tuple[tuple[str, str], ...]:
    shown = {result.spec.test} if view == "shift" else {one.key for one in result.tests}
    criteria = [one for test in catalogue.lab_tests if test.key in shown and (one := test.criterion(result.spec.version))]
    used = result.tests[0].rate.method if result.tests and view == "worst" else ""
    sources = listed(sorted({one.source for one in criteria}), "and")
    notes = " ".join(dict.fromkeys(f"{one.term}: {one.note}" for one in criteria if one.note))
    return (
        ("Denominator", "Everyone treated and in view, measured or not."),
        ("Grades", RULES),
        ("Criteria", f"{sources}. {notes}".strip()),
        *formula(used),
    )


def as_text(catalogue: Catalogue, result: LabGrades, made_on: date) -> str:
    """The result for a terminal: a line a test, the shift of the one asked for, counts, method and data."""
    words = caption(catalogue, result, "worst", made_on)
    lines = [
        f"  {one.label} {one.patients}/{result.treated}, {rate_words(one)}; grades 1 to 4: "
        f"{', '.join(map(str, one.worst[1:]))}; {one.measured:,} measured"
        for one in result.tests
    ]
    shifts = [f"  {baseline_label(one)} -> {worst_label(one)}: {one.patients:,}" for one in result.shifts]
    below = [words.counts, title(result, "shift"), *shifts, finding(result, "shift")]
    return printed(replace(words, counts=""), result.provenance, [*lines, *below])
