"""Adverse events in words: titles, counts, alt texts, and how the numbers were made."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.estimates import Estimate
from core.domain.events import PER_YEARS, SEVERE, EventCount, EventResult, EventRow, Which
from core.words.cohort import filter_sentence, inner, listed
from core.words.numbers import NONE, count, percent, rate_interval
from core.words.provenance import data_line, file_stem, in_view
from core.words.sources import FORMULAE

ANY = "Any event"
NO_CATEGORY = "Not categorised"
UNGRADED = "Not graded"
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
WHICH: dict[Which, str] = {
    "severe": f"Grade {SEVERE} or more",
    "serious": "Serious",
    "related": "Related to the drug",
    "stopping": "Led to stopping",
}


def which_words(key: str) -> str:
    """`Serious`: a kind of event to keep."""
    return next(words for one, words in WHICH.items() if one == key)


TREATED = "Everyone treated and in view is counted, also those who left: this is not the denominator of response."
EXPOSURE = (
    "A patient counts from the first dose to the month of stopping, else to the last visit, blood test or onset of an event on "
    "record."
)


def row_label(row: EventRow) -> str:
    """The event a row is about."""
    if row.kind == "any":
        return ANY
    return row.term if row.kind == "term" else category_label(row.category)


def category_label(category: str) -> str:
    """The category as the data name it."""
    return category or NO_CATEGORY


def counted(result: EventResult) -> str:
    """`adverse events`, `serious adverse events of grade 3 or more`: which events count."""
    only = result.spec.only
    before = [word for key, word in (("serious", "serious"), ("related", "related")) if key in only]
    after = [f"of grade {SEVERE} or more"] if "severe" in only else []
    after += ["that led to stopping"] if "stopping" in only else []
    return " ".join([*before, "adverse events", *after])


def title(result: EventResult, by: str, measure: EventMeasure = "patients") -> str:
    """What is counted, by what."""
    what = counted(result)
    over = {"patients": "", "first": ", first events over time", "events": ", events over time"}[measure]
    return f"{what[0].upper()}{what[1:]} by {by}{over}"


def estimate_of(one: EventCount, measure: EventMeasure) -> Estimate:
    """The number a chart shows of a count."""
    return {"patients": one.rate, "first": one.first_rate, "events": one.event_rate}[measure]


def count_words(one: EventCount, measure: EventMeasure) -> str:
    """`16/86  18.6% (11.0–28.4%)`, `23 events  37.9 (24.1–56.9)`."""
    if measure == "patients":
        return f"<b>{one.patients}/{one.n}</b>  {percent(one.rate.value)}  ({rate_interval(one.rate)})"
    what = count(one.events, "event") if measure == "events" else count(one.patients, "patient")
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
            + (f", by the rule of three at most {percent(one.none_allows)}" if one.none_allows else "")
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
    if result.in_no_group:
        parts.append(f"{result.in_no_group:,} in no group, {inner(result.label)} not recorded")
    return "; ".join(parts) + "."


def method(result: EventResult, measure: EventMeasure) -> str:
    """The methods behind one chart, by the names of those that ran."""
    one = result.any_event.overall
    limits = f"{estimate_of(one, measure).method} {100 * result.spec.level:g}% intervals."
    shades = "Shades: patients by their worst CTCAE grade." if measure == "patients" else EXPOSURE
    return f"{limits} {shades} {TREATED}"


def alt(result: EventResult, rows: tuple[EventRow, ...], by: str, measure: EventMeasure) -> str:
    """A sentence that says what the chart shows, for those who cannot see it."""
    shown = [f"{row_label(row)} {row.overall.patients}/{row.overall.n}" for row in rows[:12]]
    return f"{title(result, by, measure)}. {'; '.join(shown)}."


def caption(
    catalogue: Catalogue, result: EventResult, rows: tuple[EventRow, ...], by: str, made_on: date, measure: EventMeasure
) -> Caption:
    """Everything that stands around the chart of these rows."""
    hidden = sum(row.kind == result_kind(rows) for row in result.rows) - sum(row.kind != "any" for row in rows)
    left = f" {count(hidden, 'more row')} in the data, without an event here or not asked for." if hidden else ""
    named = title(result, by, measure)
    return Caption(
        title=named,
        heading=named,
        note=f"{finding(result)}{left}",
        alt=alt(result, rows, by, measure),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{finding(result)} {counts(result)}",
        method=method(result, measure),
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=_how(result, measure),
        file_stem=file_stem(f"adverse-events-{by}-{measure}", result.spec, result.cohort, result.provenance),
    )


def result_kind(rows: tuple[EventRow, ...]) -> str:
    """What the rows of a chart are, the first, any event, aside."""
    return next((row.kind for row in rows if row.kind != "any"), "term")


def _how(result: EventResult, measure: EventMeasure) -> tuple[tuple[str, str], ...]:
    used = estimate_of(result.any_event.overall, measure).method
    only = listed([WHICH[one].lower() for one in result.spec.only], "and")
    return (
        ("Denominator", TREATED),
        *((("Events counted", f"Only those that are: {only}."),) if only else ()),
        *((("Time at risk", EXPOSURE),) if measure != "patients" else ()),
        *(((used, FORMULAE[used]),) if used in FORMULAE else ()),
    )


def as_text(catalogue: Catalogue, result: EventResult, made_on: date) -> str:
    """The result for a terminal: title, cohort, one line a category and term, counts, method and data."""
    words = caption(catalogue, result, result.rows, "term", made_on, "patients")
    lines = [
        f"{'    ' if row.kind == 'term' else '  '}{_line(row)}"
        for row in result.rows
        if row.overall.patients or row.kind == "any"
    ]
    return "\n".join([words.title, words.cohort, *lines, words.counts, words.method, words.data])


def _line(row: EventRow) -> str:
    one = row.overall
    return f"{row_label(row)} {one.patients}/{one.n}, {percent(one.rate.value)} ({rate_interval(one.rate)})"
