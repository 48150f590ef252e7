"""The cumulative incidence of a first event in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.filters import number
from core.domain.incidence import IncidenceCurve, IncidenceResult, IncidenceStep
from core.words.cohort import filter_sentence, in_no_group, inner
from core.words.event_names import ANY, only_words
from core.words.events import EXPOSURE, TREATED
from core.words.numbers import NONE, count, percent
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view
from core.words.sources import FORMULAE

HEADING = "When it began"
MONTHS_AXIS, SHARE_AXIS, AT_RISK = "Months since the first dose", "Had a first event, %", "At risk"

NONE_YET = "none yet"
NO_CURVE = "Nobody in view, so no curve"


def event_words(result: IncidenceResult) -> str:
    """The event the curve is about, and which of them count."""
    return ", ".join([result.label or ANY, *only_words(result.spec.only)])


def incidence_title(result: IncidenceResult) -> str:
    """`eGFR decline: cumulative incidence of the first by sex`."""
    by = f" by {inner(result.by_label)}" if result.by_label else ""
    return f"{event_words(result)}: cumulative incidence of the first{by}"


def curve_label(curve: IncidenceCurve) -> str:
    """`Female (n = 45)`."""
    name = curve.treated.levels[0].label if curve.treated.levels else "All in view"
    return f"{name} (n = {curve.n:,})"


def step_words(step: IncidenceStep) -> str:
    """`25.6% (17.7–36.2%)`."""
    if step.low is None or step.high is None:
        return percent(step.value)
    return f"{percent(step.value)} ({100 * step.low:.1f}–{100 * step.high:.1f}%)"


def curve_words(curve: IncidenceCurve) -> str:
    """`Female (n = 45): 9 had one, 20.0% (11.0–34.8%) by month 6, with 41 at risk until then`."""
    had = sum(step.events for step in curve.steps)
    at = [step for step in curve.steps if step.events]
    share = f", {NONE}"
    if at:
        share = f", {step_words(at[-1])} by month {number(at[-1].month)}, with {at[-1].at_risk:,} at risk until then"
    return f"{curve_label(curve)}: {had:,} had one{share if had else ''}"


def incidence_caption(catalogue: Catalogue, result: IncidenceResult, made_on: date) -> Caption:
    """Everything that stands around the curves."""
    named = incidence_title(result)
    found = f"{'; '.join(curve_words(curve) for curve in result.curves) or NO_CURVE}."
    competes = (
        "Stopping treatment ends the risk" if result.spec.competing else "Stopping treatment ends the view of a patient only"
    )
    left = sum(curve.undated for curve in result.curves)
    parts = [f"{in_view(result.provenance)}."]
    parts += [f"{count(left, 'patient')} left out, whose event has no month of onset."] if left else []
    late = sum(curve.late for curve in result.curves)
    parts += [f"{count(late, 'patient')} whose first event came after stopping treatment, taken as stopped."] if late else []
    unseen = sum(curve.not_followed for curve in result.curves)
    parts += [f"{count(unseen, 'patient')} left out, without any record of time."] if unseen else []
    parts += [f"{in_no_group(result.in_no_group, result.by_label)}."] if result.in_no_group else []
    return Caption(
        title=named,
        heading=named,
        note=" ".join([found, *parts]),
        alt=f"{named}. {found}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=" ".join([found, *parts]),
        method=f"{result.method}, {100 * result.spec.level:g}% limits. {competes}. {TREATED}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Time at risk", EXPOSURE), (result.method, FORMULAE[result.method])),
        file_stem=file_stem("adverse-events-first", result.spec, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: IncidenceResult, made_on: date) -> str:
    """The result for a terminal: a line a curve and month, counts, method and data."""
    lines = []
    for curve in result.curves:
        lines.append(f"  {curve_words(curve)}")
        lines += [f"    {_month_words(curve, month)}" for month in result.months if month <= curve.followed]
    return printed(incidence_caption(catalogue, result, made_on), result.provenance, lines)


def _month_words(curve: IncidenceCurve, month: float) -> str:
    """`Month 3: 14.0% (8.2–23.3%), 70 at risk`."""
    step = curve.at(month)
    share = step_words(step) if step and step.value else NONE_YET
    return f"Month {number(month)}: {share}, {curve.at_risk(month):,} {AT_RISK.lower()}"
