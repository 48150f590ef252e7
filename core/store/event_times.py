"""When patients had their first event of a kind, stopped, or were last seen: counts by time."""

from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.store.cohort_store import CohortStore
from core.store.event_rows import EventsAsked, kind_parameters, of_kind
from core.store.events import conditions, recorded
from core.store.expressions import groups
from core.store.parameters import filter_parameters, grouping_parameters, grouping_shape
from core.store.schema import FOLLOWED
from core.store.texts import text_over

ENDS = ("event", "stop", "seen", "undated", "not followed", "late")


@dataclass(frozen=True, slots=True)
class EventTime:
    """Patients of one group whose time ended in one way (of ENDS) at one month; None where the month is not known."""

    groups: tuple[str | int | None, ...]
    end: str
    month: float | None
    n: int


def event_times(store: CohortStore, cohort: CohortFilter, asked: EventsAsked, by: tuple[Grouping, ...]) -> list[EventTime]:
    """One row a group, way and month. A patient stops being at risk with the first event, else on stopping, else when last
    seen; "late" are those who stopped before their first event. Raises FilterError for a wrong filter."""
    kept_by = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        keys = groups(kept, store.catalogue, by)
        events = recorded()
        mine = events.filter(conditions(events, asked.only), of_kind(events, asked.kind))
        first = mine.group_by("patient_no").aggregate(onset=mine.onset_month.min(), had=ibis._.count())
        people = kept.select("patient_no", FOLLOWED, "stop_month", **keys).left_join(first, "patient_no")
        onset, stop, followed = people["onset"], people["stop_month"], people[FOLLOWED]
        happened = onset.notnull() & (stop.isnull() | (onset <= stop))
        undated = people["had"].notnull() & onset.isnull()
        end = ibis.cases(
            (undated, 3), (happened, 0), (onset.notnull(), 5), (stop.notnull(), 1), (followed.notnull(), 2), else_=4
        )
        month = ibis.cases((undated, ibis.null("float64")), (happened, onset), (stop.notnull(), stop), else_=followed)
        return people.group_by(*keys, end=end, month=month).aggregate(n=ibis._.count())

    shape = ("event times", asked.only, asked.kind, grouping_shape(by))
    given = filter_parameters(kept_by) | grouping_parameters(by) | kind_parameters(asked)
    rows = store.rows(text_over(store, kept_by, shape, build), given)
    return [EventTime(tuple(row[:-3]), ENDS[row[-3]], row[-2], row[-1]) for row in rows]
