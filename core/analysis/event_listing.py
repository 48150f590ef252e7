"""Who had the events behind one row of a result."""

from core.catalogue.lookup import variable
from core.domain.event_listing import EventListing
from core.domain.events import EventResult, EventRow
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.event_rows import EventsAsked, event_rows

LISTED = 500
OF_PATIENT = 3  # baseline variables shown beside the pseudonym


def event_listing(store: CohortStore, result: EventResult, row: EventRow) -> EventListing:
    """The events of the row, by patient and onset; at most LISTED. Columns nobody has a value in are left out."""
    catalogue = store.catalogue
    patient = tuple(variable(catalogue, name) for name in ("patient_id", *catalogue.baseline_variables[:OF_PATIENT]))
    own = tuple(one for one in catalogue.table("adverse_event") if one.name != "patient_id")
    category = (
        next((one.key for one in catalogue.special_events if one.label == row.category), "") if row.members else row.category
    )
    asked = EventsAsked(result.spec.only, row.kind, category, row.term)
    found = event_rows(store, result.cohort, asked, patient, LISTED)
    columns = (*patient, *own)
    kept = [at for at, _ in enumerate(columns) if any(one[at] is not None for one in found)]
    return EventListing(
        result=result,
        of=row,
        columns=tuple(columns[at].label for at in kept),
        rows=tuple(tuple(_shown(columns[at], one[at]) for at in kept) for one in found),
        total=found[0][-1] if found else 0,
    )


def _shown(chosen: Variable, stored: str | float | bool | None) -> str | float | None:
    if isinstance(stored, bool):
        return chosen.label_of(str(int(stored)))
    return chosen.label_of(str(stored)) if chosen.choice and not chosen.discrete and stored is not None else stored
