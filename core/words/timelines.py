"""Timelines of single patients in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.events import EventResult
from core.domain.filters import number
from core.domain.timelines import Lane, LaneEvent, LaneOrder, TimelineResult
from core.words.cohort import filter_sentence, inner
from core.words.event_names import category_label, counted, grade_words, in_brackets
from core.words.numbers import count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

HEADING = "Timelines"
ORDER_NAME, EVERYONE_NAME, PAGE_NAME = "Order", "Also patients without an event", "Page"
ORDERS: dict[LaneOrder, str] = {
    "follow-up": "Longest follow-up first",
    "first event": "Earliest event first",
    "response": "Earliest response first",
}
STOPPED, LANE = "Stopped", "From the first dose to the stop, else to the last record"
GOES_ON = "goes on"
EVENT_RULE = "A line ends with the event; without an end on record the event goes on, and its line ends with the lane."
RESPONSE_RULE = "Response is marked at the first visit after month 0 at which the endpoint is met, kept later or not."


def nobody_words(result: EventResult) -> str:
    """Why there is no lane to draw."""
    return f"Nobody in view had {counted(result)}, so there is no lane to draw. The switch shows patients without one."


def page_words(pages: int) -> str:
    """`Page, of 3`: the control that turns the pages."""
    return f"{PAGE_NAME}, of {pages:,}"


def lanes_words(result: TimelineResult) -> str:
    """`Patients 1–40 of 86`."""
    if not result.lanes:
        return "No patients"
    return f"Patients {result.first:,}–{result.last:,} of {result.total:,}"


def response_name(result: TimelineResult) -> str:
    """`First visit with SALT ≤20`: what the mark of response stands for."""
    return f"First visit with {result.spec.endpoint.label}"


def lane_text(lane: Lane) -> str:
    """What stands at the right of a lane: `4 mg/day, stopped: patient's choice`."""
    stopped = f"stopped: {inner(lane.reason)}" if lane.reason else "stopped" if lane.stopped is not None else ""
    undated = f"{count(lane.undated, 'event')} without onset" if lane.undated else ""
    return ", ".join(filter(None, (lane.dose, stopped, undated)))


def lane_words(lane: Lane) -> str:
    """What a lane says when it is pointed at."""
    followed = "no record of time" if lane.followed is None else f"followed to month {number(lane.followed)}"
    return ", ".join(filter(None, (f"{lane.patient}: {followed}", lane_text(lane))))


def event_words(lane: Lane, event: LaneEvent) -> str:
    """`P7: Acne, grade 2, month 1.5 to 3`."""
    return f"{lane.patient}: {_event_line(event)}"


def _event_line(event: LaneEvent) -> str:
    until = GOES_ON if event.end is None else f"to {number(event.end)}"
    return f"{event.term}, {inner(grade_words(event.grade))}, month {number(event.onset)} {until}"


def mark_words(lane: Lane, what: str, month: float) -> str:
    """`P7: stopped, month 7.5`."""
    return f"{lane.patient}: {what}, month {number(month)}"


def event_category(event: LaneEvent) -> str:
    """The category of an event, as the data name it."""
    return category_label(event.category)


def finding(result: TimelineResult) -> str:
    """What the lanes of the page hold."""
    lanes = result.lanes
    if not lanes:
        return f"Nobody in view had an adverse event{in_brackets(result.spec.only)}, so there is no lane."
    events = sum(len(lane.events) + lane.undated for lane in lanes)
    undated = sum(lane.undated for lane in lanes)
    apart = f", {undated:,} of them without a month of onset and not drawn" if undated else ""
    stopped, responded = sum(lane.stopped is not None for lane in lanes), sum(lane.response is not None for lane in lanes)
    untimed = sum(lane.followed is None for lane in lanes)
    return (
        f"On this page {count(events, 'event')}{apart}; {stopped:,} of {len(lanes):,} stopped; {responded:,} of {len(lanes):,} "
        f"had a visit with {result.spec.endpoint.label}." + (f" {untimed:,} without any record of time." if untimed else "")
    )


def timelines_caption(catalogue: Catalogue, result: TimelineResult, made_on: date) -> Caption:
    """Everything that stands around the lanes."""
    kind = in_brackets(result.spec.only)
    who = "everyone treated" if result.spec.everyone else f"with an adverse event{kind}"
    named = f"Timelines of patients {who}" if not result.spec.everyone else "Timelines of everyone treated"
    order = f"{lanes_words(result)}, {who}; {inner(ORDERS[result.spec.order])}."
    return Caption(
        title=named,
        heading=named,
        note=f"{order} {finding(result)}",
        alt=f"{named}. {order} {finding(result)}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{order} {in_view(result.provenance)}. {finding(result)}",
        method=f"One lane a patient, {inner(LANE)}; one mark an event at its onset, its line to its end. {RESPONSE_RULE}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(
            ("Lane", f"{LANE}: a visit, a blood test or the onset of an event."),
            ("Event", f"Events counted: adverse events{kind}. {EVENT_RULE}"),
            ("Response", f"{RESPONSE_RULE} {result.spec.endpoint.definition}"),
        ),
        file_stem=file_stem("timelines", result.spec, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: TimelineResult, made_on: date) -> str:
    """The page of lanes for a terminal: a line a patient, under it one a mark; counts, method and data."""
    lines = []
    for lane in result.lanes:
        response = [] if lane.response is None else [f"{response_name(result)}, month {number(lane.response)}"]
        stopped = [] if lane.stopped is None else [f"{STOPPED}, month {number(lane.stopped)}"]
        marks = [*map(_event_line, lane.events), *response, *stopped]
        lines += [f"  {lane_words(lane)}", *(f"    {mark}" for mark in marks)]
    return printed(timelines_caption(catalogue, result, made_on), result.provenance, lines)
