"""Limits of normal, bands of grades and thresholds of monitoring, in words."""

from collections.abc import Sequence

from core.domain.lab_course import LabCourse, NormalLimits, Scale
from core.domain.labs import Criterion, CtcaeVersion, Direction, GradeLimit, Monitoring, When
from core.words.cohort import listed

SCALES: dict[Scale, str] = {
    "value": "Value",
    "change": "Change from baseline",
    "percent": "% change from baseline",
    "upper": "× upper limit",
    "baseline": "× baseline",
}
UPPER, LOWER = "upper limit", "lower limit"  # what their lines are called
PRINTED_LIMITS = 3  # pairs of limits that are drawn


def version_words(version: CtcaeVersion) -> str:
    """`CTCAE 5.0`."""
    return f"CTCAE {version}"


def none_on_file(version: CtcaeVersion, labels: Sequence[str]) -> str:
    """Which tests the list of criteria has nothing for: of the version itself that need not be true."""
    return f"No criterion of {version_words(version)} is on file for {listed(list(labels), 'or')}."


def limits_of(result: LabCourse) -> tuple[NormalLimits, ...]:
    """The limits that are drawn: none where patients have many different ones."""
    return result.limits if len(result.limits) <= PRINTED_LIMITS and result.spec.scale == "value" else ()


def bands_sentence(result: LabCourse) -> str:
    """Which criteria the bands are drawn by, and for whom they hold."""
    version = version_words(result.spec.version)
    if result.criterion is None:
        return none_on_file(result.spec.version, [result.label])
    term = result.criterion.term
    if result.bands_differ:
        return (
            f"No bands of {version} ({term}): they differ between patients, whose limits of normal differ. On the scale "
            f"{SCALES['upper']} those of the upper limit are the same for all."
        )
    if not result.bands:
        return f"Grades of {version} ({term}) have no place on this scale, or need limits that are not given."
    limits = {limit.of for row in result.criterion.rows for limit in row.limits}
    drawn = (
        "Bands show multiples of the limit; grades by multiples of the baseline are not drawn." if "baseline" in limits else ""
    )
    return " ".join(filter(None, [f"Bands: {version}, {term}.", result.criterion.note, drawn]))


def _span(one: NormalLimits) -> str:
    """`7–23`, `≥60`, `≤150`."""
    if one.lower is None or one.upper is None:
        return f"≤{one.upper:g}" if one.upper is not None else f"≥{one.lower:g}"
    return f"{one.lower:g}–{one.upper:g}"


def limits_sentence(result: LabCourse) -> str:
    """The limits of normal given, and for how many."""
    if not result.measured:
        return ""
    if not result.limits:
        return "No limits of normal are given."
    if len(result.limits) > PRINTED_LIMITS:
        return f"Limits of normal differ in more than {PRINTED_LIMITS} ways and are not drawn."
    spans = [f"{_span(one)} {result.unit} in {one.patients:,}" for one in result.limits]
    return f"Limits of normal: {listed(spans, 'and')}."


def monitoring_words(one: Monitoring) -> str:
    """`baricitinib: hold below 1000`."""
    return f"{one.drug}: {one.action} below {one.below:g}"


def clearance_sentence(shown: Sequence[Monitoring]) -> str:
    """That thresholds are those of another measure, where they are."""
    others = sorted({one.of for one in shown if one.of})
    return f"The thresholds are those of {listed(others, 'and')}, drawn here for want of it." if others else ""


WHEN: dict[When, str] = {
    "always": "",
    "baseline not above": " unless the baseline was above it",
    "baseline above": " where the baseline was above the upper limit",
    "baseline below": " where the baseline was below the lower limit",
}


def criterion_words(criterion: Criterion) -> str:
    """`Neutrophil count decreased: grade 1 <1500, grade 2 <1000, …`."""
    rows = [
        f"grade {row.grade} {' or '.join(_limit(criterion.direction, limit) for limit in row.limits)}" for row in criterion.rows
    ]
    return f"{criterion.term}: {', '.join(rows)}"


def _limit(direction: Direction, limit: GradeLimit) -> str:
    sign = {"high": "≥" if limit.inclusive else ">", "low": "≤" if limit.inclusive else "<"}[direction]
    factor = f"{limit.times:g}" if limit.of == "value" else limit.of if limit.times == 1 else f"{limit.times:g} × {limit.of}"
    return f"{sign}{factor}{WHEN[limit.when]}"
