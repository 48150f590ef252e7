"""Adverse events in words: titles, counts, alt texts, and how the numbers were made."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.estimates import Estimate
from core.domain.events import PER_YEARS, EventCount, EventResult, EventRow, Kind
from core.words.cohort import filter_sentence, in_no_group, listed
from core.words.event_names import by_words, counted, only_words, row_label
from core.words.numbers import NONE, bound_words, count, percent, rate_interval
from core.words.provenance import data_line, file_stem, in_view
from core.words.sources import formula

EventMeasure = Literal["patients", "events", "first"]
MEASURES: dict[EventMeasure, str] = {
    "patients": "Patients, %",
    "first": f"Patients per {PER_YEARS} patient-years",
    "events": f"Events per {PER_YEARS} patient-years",
}
AXES: dict[EventMeasure, str] = {
    "patients": "Patients with at least one, % of everyone treated and in view",
    "first": f"Patients with a first event per {PER_YEARS} patient-years until it",
    "events": f"Events per {PER_YEARS} patient-years of treatment",
}


TREATED = "Everyone treated and in view is counted, also those who left: this is not the denominator of response."
KIND_HEADINGS: dict[Kind, str] = {"category": "Categories", "term": "Terms", "special": "Sets of special interest"}
EXPOSURE = (
    "A patient counts from the first dose to the month of stopping, else to the last visit, blood test or onset of an event on "
    "record."
)


def title(result: EventResult, by: Kind, measure: EventMeasure = "patients") -> str:
    """What is counted, by what."""
    what = counted(result)
    over = {"patients": "", "first": ", first events over time", "events": ", events over time"}[measure]
    return f"{what[0].upper()}{what[1:]} by {by_words(by)}{over}"


def estimate_of(one: EventCount, measure: EventMeasure) -> Estimate:
    """The number a chart shows of a count."""
    return {"patients": one.rate, "first": one.first_rate, "events": one.event_rate}[measure]


def count_words(one: EventCount, measure: EventMeasure) -> str:
    """`16/86  18.6% (11.0–28.4%)`, `23 events  37.9 (24.1–56.9)`."""
    if measure == "patients":
        return f"<b>{one.patients:,}/{one.n:,}</b>  {percent(one.rate.value)}  ({rate_interval(one.rate)})"
    events, patients = one.events - one.late, one.patients - one.late_patients
    what = count(events, "event") if measure == "events" else count(patients, "patient")
    return f"<b>{what}</b>  {per_years(estimate_of(one, measure))}"


def per_years(estimate: Estimate) -> str:
    """`37.9 (24.1–56.9)`; a dash where there was no time."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return NONE
    return f"{estimate.value:.1f} ({estimate.low:.1f}–{estimate.high:.1f})"


def finding(result: EventResult) -> str:
    """Who had any of them, of how many, and what none at all still allows."""
    one, level = result.any_event.overall, f"{100 * result.spec.level:g}%"
    what = counted(result)
    if not one.patients:
        return (
            f"None of {count(one.n, 'treated patient')} had {what}: {level} interval {rate_interval(one.rate)}"
            + (f", {bound_words(one.none_allows, one.rate.level)}" if one.none_allows else "")
            + "."
        )
    rate = f"{percent(one.rate.value)}, {level} interval {rate_interval(one.rate)}"
    time = f"{count(one.events, 'event')} in {result.everyone.years:,.1f} patient-years"
    return f"{one.patients:,} of {count(one.n, 'treated patient')} had {what} ({rate}); {time}."


def counts(result: EventResult) -> str:
    """Who is counted, and what is not known of them."""
    parts = [in_view(result.provenance)]
    if result.everyone.not_followed:
        parts.append(f"{result.everyone.not_followed:,} without any record of time, who add none")
    if result.ungraded:
        parts.append(f"{count(result.ungraded, 'event')} without a grade")
    if result.undated:
        parts.append(f"{count(result.undated, 'event')} without a month of onset, taken to end no time at risk")
    if result.any_event.overall.late:
        late = count(result.any_event.overall.late, "event")
        parts.append(f"{late} after treatment had stopped, counted but in rates over time")
    if result.in_no_group:
        parts.append(in_no_group(result.in_no_group, result.label))
    return "; ".join(parts) + "."


def method(result: EventResult, measure: EventMeasure) -> str:
    """The methods behind one chart, by the names of those that ran."""
    one = result.any_event.overall
    limits = f"{estimate_of(one, measure).method} {100 * result.spec.level:g}% intervals."
    shades = "Shades: patients by their worst CTCAE grade." if measure == "patients" else EXPOSURE
    return f"{limits} {shades} {TREATED}"


def alt(result: EventResult, rows: tuple[EventRow, ...], by: Kind, measure: EventMeasure) -> str:
    """A sentence that says what the chart shows, for those who cannot see it."""
    shown = [f"{row_label(row)} {row.overall.patients}/{row.overall.n}" for row in rows[:12]]
    return f"{title(result, by, measure)}. {'; '.join(shown)}."


def caption(
    catalogue: Catalogue, result: EventResult, rows: tuple[EventRow, ...], by: Kind, made_on: date, measure: EventMeasure
) -> Caption:
    """Everything that stands around the chart of these rows."""
    hidden = len(result.of(by)) - sum(row.kind == by for row in rows)
    left = (
        f" {count(hidden, 'more row')} of these data not drawn: without an event here, rarer, or not asked for."
        if hidden
        else ""
    )
    silent = next((row.overall for row in rows if row.kind == "special" and not row.overall.patients), None)
    left += f" Of a set that nobody had, {bound_words(silent.none_allows, silent.rate.level)}." if silent and silent.n else ""
    named, known = title(result, by, measure), f"{finding(result)} {counts(result)}"
    return Caption(
        title=named,
        heading=named,
        note=f"{known}{left}",
        alt=alt(result, rows, by, measure),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=known,
        method=method(result, measure),
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(*_how(result, measure), *sets_words(catalogue, rows)),
        file_stem=file_stem(f"adverse-events-{by}-{measure}", result.spec, result.cohort, result.provenance),
    )


def sets_words(catalogue: Catalogue, rows: tuple[EventRow, ...]) -> tuple[tuple[str, str], ...]:
    """Which terms of the data each set of special interest holds, and why these sets; nothing without a set."""
    if not any(row.kind == "special" for row in rows):
        return ()
    held = "; ".join(f"{row.category}: {', '.join(row.members) or 'no term'}" for row in rows if row.kind == "special")
    return (("Events of special interest", f"{catalogue.special_source} Terms in these data by set. {held}."),)


def _how(result: EventResult, measure: EventMeasure) -> tuple[tuple[str, str], ...]:
    used = estimate_of(result.any_event.overall, measure).method
    only = listed(only_words(result.spec.only), "and")
    return (
        ("Denominator", TREATED),
        *((("Events counted", f"Only those that are: {only}."),) if only else ()),
        *((("Time at risk", EXPOSURE),) if measure != "patients" else ()),
        *formula(used),
    )
