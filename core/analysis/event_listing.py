"""Who had the events behind one mark of a result."""

from core.catalogue.lookup import special_key, variable
from core.domain.event_combinations import Combination, CombinationResult
from core.domain.event_listing import EventListing, Listed
from core.domain.event_months import MonthCell, MonthResult
from core.domain.events import EventResult, EventRow
from core.domain.filters import CohortFilter
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.event_marks import events_of_months, events_together
from core.store.event_rows import EventsAsked, Wanted, events_of_kind, wanted_rows

LISTED = 500
OF_PATIENT = 3  # baseline variables shown beside the pseudonym


def event_listing(store: CohortStore, result: EventResult, row: EventRow) -> EventListing[EventResult, EventRow]:
    """The events of the row, by patient and onset; at most LISTED."""
    category = special_key(store.catalogue, row.category) if row.members else row.category
    asked = EventsAsked(result.spec.only, row.kind, category, row.term)
    return EventListing(result=result, of=row, events=_listed(store, result.cohort, events_of_kind(asked)))


def month_listing(store: CohortStore, result: MonthResult, cell: MonthCell) -> EventListing[MonthResult, MonthCell]:
    """The events that the cell counts the patients of, by patient and onset; at most LISTED."""
    wanted = events_of_months(result.spec, cell.row.name, cell.column)
    return EventListing(result=result, of=cell, events=_listed(store, result.cohort, wanted))


def combination_listing(
    store: CohortStore, result: CombinationResult, one: Combination
) -> EventListing[CombinationResult, Combination]:
    """The events of the patients who had exactly this combination, by patient and onset; at most LISTED."""
    special = result.spec.by == "special"
    members = tuple(special_key(store.catalogue, label) if special else label for label in one.members)
    wanted = events_together(store.catalogue, result.spec, members)
    return EventListing(result=result, of=one, events=_listed(store, result.cohort, wanted))


def _listed(store: CohortStore, cohort: CohortFilter, wanted: Wanted) -> Listed:
    """Columns nobody has a value in are left out."""
    catalogue = store.catalogue
    patient = tuple(variable(catalogue, name) for name in ("patient_id", *catalogue.baseline_variables[:OF_PATIENT]))
    own = tuple(one for one in catalogue.table("adverse_event") if one.name != "patient_id")
    found = wanted_rows(store, cohort, wanted, patient, LISTED)
    columns = (*patient, *own)
    kept = [at for at, _ in enumerate(columns) if any(one[at] is not None for one in found)]
    return Listed(
        columns=tuple(columns[at].label for at in kept),
        rows=tuple(tuple(_shown(columns[at], one[at]) for at in kept) for one in found),
        total=found[0][-1] if found else 0,
    )


def _shown(chosen: Variable, stored: str | float | bool | None) -> str | float | None:
    if isinstance(stored, bool):
        return chosen.label_of(str(int(stored)))
    return chosen.label_of(str(stored)) if chosen.choice and not chosen.discrete and stored is not None else stored
