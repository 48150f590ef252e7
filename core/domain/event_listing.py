"""The events behind one row of the adverse-event page, one a row, with the patient who had it."""

from dataclasses import dataclass

from core.domain.events import EventResult, EventRow


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListing:
    """Events of one kind: `columns` label the cells of each of `rows`, None where not recorded. `total` is how many there
    are, not all of them listed."""

    result: EventResult
    of: EventRow
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    total: int
