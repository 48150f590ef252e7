"""One patient's record in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.filters import CohortFilter, number
from core.domain.patient import PatientEvent, PatientResult
from core.words.cohort import inner
from core.words.event_names import grade_words
from core.words.numbers import count
from core.words.provenance import data_line, file_stem

CHOOSE, TYPED = "Patient", "Another pseudonym"
OPEN = "Open this patient"
NOT_IN_VIEW = "This patient is not among those whom the filter keeps."
FACTS, TESTS, MONTHS = "At the start", "Blood tests", "Months since the first dose"
NO_TESTS, NO_EVENTS = "No blood test is recorded.", "No adverse event is recorded."
TESTS_NOT_GIVEN = "No table of blood tests came with these data, so nothing is known of them."
EVENTS_NOT_GIVEN = "No table of adverse events came with these data, so nothing is known of them."
ONE = "One patient, as recorded: nothing is estimated."


def course_title(result: PatientResult) -> str:
    """`SYN-001: SALT and adverse events over time`."""
    first = result.courses[0][0] if result.courses else "Course"
    return f"{result.patient_id}: {first} and adverse events over time"


def no_events(result: PatientResult) -> str:
    """Nothing was recorded, or nothing could be."""
    return EVENTS_NOT_GIVEN if "adverse_event" in result.not_given else NO_EVENTS


def no_tests(result: PatientResult) -> str:
    """Nothing was recorded, or nothing could be."""
    return TESTS_NOT_GIVEN if "lab" in result.not_given else NO_TESTS


def event_words(event: PatientEvent) -> str:
    """`eGFR decline, grade 1, month 6 to 9`."""
    began = "month not known" if event.onset is None else f"month {number(event.onset)}"
    ended = " on" if event.end is None else f" to {number(event.end)}"
    return f"{event.term}, {inner(grade_words(event.grade))}, {began}{ended}"


def stop_words(result: PatientResult) -> str:
    """`Stopped in month 7.5: lack of efficacy`; followed until when, where treatment was not stopped."""
    if result.stopped is not None:
        reason = f": {inner(result.stop_reason)}" if result.stop_reason else ""
        return f"Stopped in month {number(result.stopped)}{reason}"
    return (
        f"Treated as far as recorded, to month {number(result.followed)}" if result.followed is not None else "Never seen again"
    )


def summary(result: PatientResult) -> str:
    """The first and last score, the events, and how treatment ended."""
    scores = ""
    if result.courses:
        label, values = result.courses[0]
        (first, before), (last, after) = values[0], values[-1]
        scores = f"{label} {number(before)} at month {number(first)}, {number(after)} at month {number(last)}. "
    told = "; ".join(map(event_words, result.events))
    events = f"{count(len(result.events), 'adverse event')}: {told}." if told else no_events(result)
    return f"{scores}{events} {stop_words(result)}."


def patient_caption(result: PatientResult, heading: str, made_on: date) -> Caption:
    """Everything that stands around a card of one patient."""
    said = summary(result)
    return Caption(
        title=f"{result.patient_id}: {heading}" if heading != course_title(result) else heading,
        heading=heading,
        note=said if heading == course_title(result) else ONE,
        alt=f"{heading}. {said}",
        cohort=f"One patient: {result.patient_id}.",
        counts="1 patient.",
        method=ONE,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("One patient", ONE),),
        file_stem=file_stem("patient", (result.patient_id, heading), CohortFilter(), result.provenance),
    )
