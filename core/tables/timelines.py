"""The timelines of one page as a table."""

from core.domain.rows import Row, Rows
from core.domain.timelines import Lane, LaneEvent, TimelineResult
from core.words.timelines import event_category


def timelines_table(result: TimelineResult) -> Rows:
    """One row an event with a month of onset, in the order of the lanes; a patient without one has a row too."""
    return [_row(result, lane, event) for lane in result.lanes for event in (lane.events or (None,))]


def _row(result: TimelineResult, lane: Lane, event: LaneEvent | None) -> Row:
    return {
        "Patient": lane.patient,
        "Dose": lane.dose or None,
        "Followed to month": lane.followed,
        "Stopped in month": lane.stopped,
        "Reason for stopping": lane.reason or None,
        f"First visit with {result.spec.endpoint.label}, month": lane.response,
        "Term": event.term if event else None,
        "Category": event_category(event) if event else None,
        "Grade": event.grade if event else None,
        "Onset, month": event.onset if event else None,
        "End, month": event.end if event else None,
        "Events without onset": lane.undated,
    }
