"""Which kinds of events patients had together, as counts of patients."""

from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.catalogue import Catalogue
from core.domain.event_combinations import CombinationSpec
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.store.events import conditions, in_sets, recorded
from core.store.parameters import filter_parameters
from core.store.texts import text_over


@dataclass(frozen=True, slots=True)
class Combined:
    """Patients with the same kinds of events; of all there are, `found` combinations and `had` patients, of whom `several`
    had more than one kind."""

    members: tuple[str, ...]
    patients: int
    found: int
    had: int
    several: int


def event_combinations(
    store: CohortStore, cohort: CohortFilter, spec: CombinationSpec, most: int
) -> tuple[list[Combined], dict[str, int]]:
    """The most frequent combinations, kinds in the order of their names; and for every kind how many patients had it.

    Raises FilterError for a wrong filter.
    """
    kept_by, wide = checked(store.catalogue, cohort), wide_sets(store.catalogue)

    def build(kept: ir.Table) -> ir.Table:
        combined = _combined(named(kept, spec, wide))
        whole = ibis.window()
        several = ibis.cases((combined.members.length() > 1, combined.patients), else_=0)
        first = combined.mutate(
            found=ibis._.count().over(whole), had=combined.patients.sum().over(whole), several=several.sum().over(whole)
        )
        first = first.order_by(ibis.desc("patients"), first.members.length(), "members").limit(most)
        single = combined.select("patients", name=combined.members.unnest()).group_by("name")
        nothing = {name: ibis.literal(0).cast("int64") for name in ("found", "had", "several")}
        kinds = single.aggregate(patients=ibis._.patients.sum()).mutate(members=ibis.null("array<string>"), **nothing)
        columns = {name: first[name].cast("int64") for name in ("patients", "found", "had", "several")}
        listed = first.select(name=ibis.null("string"), members="members", **columns)
        return listed.union(kinds.select("name", "members", ibis._.patients.cast("int64").name("patients"), *nothing))

    shape = ("event combinations", spec.only, spec.by, most)
    rows = store.rows(text_over(store, kept_by, shape, build), filter_parameters(kept_by))
    combinations = [Combined(tuple(members), n, *counts) for name, members, n, *counts in rows if name is None]
    return combinations, {name: n for name, _, n, *_ in rows if name is not None}


def wide_sets(catalogue: Catalogue) -> list[str]:
    """The keys of the sets that hold others, and so are no kind of their own."""
    return [one.key for one in catalogue.special_events if one.wide]


def named(kept: ir.Table, spec: CombinationSpec, wide: list[str]) -> ir.Table:
    """The number of the patient and the name of the kind, a row an event; sets that hold others are no kind."""
    events = recorded()
    had = kept.select("patient_no").inner_join(events.filter(conditions(events, spec.only)), "patient_no")
    if spec.by == "special":
        sets = in_sets(had)
        kinds = sets.filter(sets.category.notin(wide)) if wide else sets
        return kinds.select("patient_no", name="category")
    return had.select("patient_no", name=had[spec.by].coalesce(""))


def _combined(kinds: ir.Table) -> ir.Table:
    members = kinds.name.collect().unique().sort()
    by_patient = kinds.group_by("patient_no").aggregate(members=members)
    return by_patient.group_by("members").aggregate(patients=ibis._.count())
