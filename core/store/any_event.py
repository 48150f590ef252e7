"""Who had any adverse event at all, by each of several groupings: the events are read once for all of them."""

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked, variable
from core.domain.events import Which
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.store.cohort_store import CohortStore
from core.store.events import EventPattern, by_patient, conditions, counted, everyone, recorded
from core.store.expressions import groups
from core.store.parameters import filter_parameters, grouping_parameters, grouping_shape
from core.store.schema import FOLLOWED
from core.store.texts import text_over


def any_event_patterns(
    store: CohortStore, cohort: CohortFilter, only: tuple[Which, ...], each: tuple[Grouping, ...]
) -> tuple[list[EventPattern], ...]:
    """For each grouping what `event_patterns` gives by it of the kinds "everyone" and "any", in a fraction of the time.

    Raises FilterError for a wrong filter.
    """
    kept_by = checked(store.catalogue, cohort)
    if not each:
        return ()

    def build(kept: ir.Table) -> ir.Table:
        keys = groups(kept, store.catalogue, each)
        people, events = kept.select("patient_no", FOLLOWED, **keys), recorded()
        had = people.select("patient_no", FOLLOWED).inner_join(events.filter(conditions(events, only)), "patient_no")
        known = by_patient(had, (), ()).inner_join(people.select("patient_no", *keys), "patient_no")
        parts = [
            _numbered(part, at)
            for at, key in enumerate(keys)
            for part in (everyone(people, (key,)), counted(known, "any", (key,)))
        ]
        return ibis.union(*parts)

    shape = ("any event", only, grouping_shape(each))
    rows = store.rows(text_over(store, kept_by, shape, build), filter_parameters(kept_by) | grouping_parameters(each))
    chosen = [variable(store.catalogue, one.variable).choice for one in each]  # else numbers of the cut points exceeded
    found: tuple[list[EventPattern], ...] = tuple([] for _ in each)
    for at, key, *counts in rows:
        found[at].append(EventPattern((key if chosen[at] or key is None else int(key),), *counts))
    return found


def _numbered(part: ir.Table, at: int) -> ir.Table:
    """The patterns of one grouping with its number before them, the group as text like all others."""
    key, *counts = part.columns
    return part.select(ibis.literal(at).name("grouping"), part[key].cast("string").name("level"), *counts)
