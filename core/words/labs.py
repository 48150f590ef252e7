"""The course of a laboratory test in words: scales, limits, bands, counts, and how the numbers were made."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.lab_course import MOST_LINES, AskedScale, LabCourse, Scale
from core.words.cohort import filter_sentence, in_no_group, inner
from core.words.lab_limits import SCALES, bands_sentence, clearance_sentence, limits_sentence, monitoring_words
from core.words.numbers import count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

GRADED = "As it is graded"
AXES: dict[Scale, str] = {
    "value": "{unit}",
    "change": "Change from baseline, {unit}",
    "percent": "Change from baseline, %",
    "upper": "Times the upper limit of normal",
    "baseline": "Times the baseline",
}
PLACES: dict[Scale, int] = {"percent": 1, "upper": 2, "baseline": 2}  # the others as the test itself
MOST_TOLD = 4  # groups whose medians stand in the sentence under the chart
MONTH = "Month since the first dose"
TREATED = "Everyone treated and in view is the denominator; who has a value at a month is counted beside it."
MIDDLE = "Median and quartiles (type 7 of Hyndman and Fan 1996) of one value a patient and month, the nearest to it."
BASELINE = "The baseline is the value at month 0; one of 0 counts as not known for percent and multiples."


def asked_words(asked: AskedScale) -> str:
    """A scale as the page offers it."""
    return GRADED if asked == "graded" else SCALES[asked]


def axis(result: LabCourse) -> str:
    """What the vertical axis shows, with its unit."""
    return AXES[result.spec.scale].format(unit=result.unit)


def value_words(result: LabCourse, value: float) -> str:
    """A number on the scale, in as many digits as it is read with."""
    return f"{value:,.{PLACES.get(result.spec.scale, result.decimals)}f}".replace("-", "−")


def title(result: LabCourse) -> str:
    """What is shown of which test, by which groups."""
    scale = "" if result.spec.scale == "value" else f", {inner(SCALES[result.spec.scale])}"
    by = f" by {inner(result.group_label)}" if result.spec.by else ""
    return f"{result.label}{scale} over time{by}"


def quartile_words(result: LabCourse, month: int, numbers: tuple[int, float, float, float]) -> str:
    """`Month 3: median 16 (13 to 25), n = 84`; the numbers are n, lower quartile, median and upper quartile."""
    n, lower, median, upper = numbers
    low, middle, high = (value_words(result, one) for one in (lower, median, upper))
    return f"Month {month}: median {middle} ({low} to {high}), n = {n:,}"


def finding(result: LabCourse) -> str:
    """How many were measured of all treated, and from where to where the median went; or that nobody was measured."""
    if not result.measured:
        return f"None of {count(result.treated, 'treated patient')} in view has a value of {inner(result.label)}."
    parts = [f"{result.measured:,} of {count(result.treated, 'treated patient')} measured"]
    for group in result.groups if len(result.groups) <= MOST_TOLD else ():
        if len(group.points) > 1:
            first, last = group.points[0], group.points[-1]
            name = f"{group.levels[0].label}: median" if group.levels else "median"
            parts.append(
                f"{name} {value_words(result, first.median)} at month {first.month} (n = {first.n:,}), "
                f"{value_words(result, last.median)} at month {last.month} (n = {last.n:,})"
            )
    return "; ".join(parts) + "."


def lines_sentence(result: LabCourse) -> str:
    """Whether patients are drawn one by one, and where they lead."""
    if result.lines:
        return "Click a line to get to the patient."
    if not result.measured:
        return ""
    return f"Single patients are drawn where no more than {MOST_LINES} have values; here {result.measured:,} do."


def counts(result: LabCourse) -> str:
    """Who is counted, and what is not known of them."""
    parts = [in_view(result.provenance), f"{result.measured:,} with a value"]
    if missing := sum(one.no_baseline for one in result.groups):
        parts.append(f"{missing:,} of them without a baseline")
    if zero := sum(one.zero_baseline for one in result.groups):
        parts.append(f"{zero:,} with a baseline of 0, which counts as not known for percent and multiples")
    if result.no_limits:
        parts.append(f"{result.no_limits:,} without limits of normal")
    if result.no_unit:
        parts.append(f"{count(result.no_unit, 'value')} without a unit left out")
    if result.in_no_group:
        parts.append(in_no_group(result.in_no_group, result.group_label))
    return "; ".join(parts) + "."


def note(result: LabCourse) -> str:
    """The sentences under the chart."""
    sources = {one.source for one in result.monitoring}
    drawn = [f"Thresholds: {'; '.join(sorted(sources))}."] if sources else []
    drawn.append(clearance_sentence(result.monitoring))
    said = [finding(result), bands_sentence(result), limits_sentence(result), *drawn, lines_sentence(result)]
    return " ".join(filter(None, said))


def alt(result: LabCourse) -> str:
    """A sentence that says what the chart shows, for those who cannot see it."""
    return f"{title(result)}. {finding(result)}"


def caption(catalogue: Catalogue, result: LabCourse, made_on: date) -> Caption:
    """Everything that stands around the chart."""
    named = title(result)
    return Caption(
        title=named,
        heading=named,
        note=note(result),
        alt=alt(result),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{finding(result)} {counts(result)}",
        method=f"{MIDDLE} {bands_sentence(result)}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=_how(result),
        file_stem=file_stem(f"labs-{result.spec.test}-{result.spec.scale}", result.spec, result.cohort, result.provenance),
    )


def _how(result: LabCourse) -> tuple[tuple[str, str], ...]:
    criterion = result.criterion
    grades = f"{criterion.source}. {criterion.note}".strip() if criterion else bands_sentence(result)
    held = " ".join(f"{monitoring_words(one)} ({one.source})." for one in result.monitoring)
    return (
        ("Denominator", TREATED),
        ("Middle", f"{MIDDLE} {BASELINE}"),
        ("Grades", grades),
        *((("Thresholds", held),) if held else ()),
    )


def as_text(catalogue: Catalogue, result: LabCourse, made_on: date) -> str:
    """The result for a terminal: title, cohort, a line a group and month, counts, method and data."""
    words = caption(catalogue, result, made_on)
    lines = []
    for group in result.groups:
        label = group.levels[0].label if group.levels else "All in view"
        lines.append(f"  {label}: {group.measured:,} measured of {group.n:,} treated")
        lines += [f"    {quartile_words(result, p.month, (p.n, p.lower, p.median, p.upper))}" for p in group.points]
    lines += [f"  {monitoring_words(one)} {result.unit}" for one in result.monitoring]
    return printed(words, result.provenance, lines, f"{words.title}, {axis(result)}")
