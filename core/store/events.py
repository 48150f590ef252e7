"""Adverse events of the patients in view, as counts: who had at least one of a kind, how bad, and when first."""

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.events import SEVERE, STOPPING, Which
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.store.cohort_store import CohortStore
from core.store.expressions import groups
from core.store.parameters import filter_parameters, grouping_parameters, grouping_shape
from core.store.schema import FOLLOWED, SPECIAL
from core.store.texts import text_over

COLUMNS = {
    "patient_no": "int64",
    "term": "string",
    "category": "string",
    "grade": "int32",
    "onset_month": "float64",
    "end_month": "float64",
    "serious": "boolean",
    "related": "boolean",
    "action": "string",
}
EVERYONE, KNOWN, KNOWN_SPECIAL = "everyone", "known", "known special"


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Patients of one group that share a kind of event and its worst grade (None: not graded).

    `kind` is "any", "category", "term" or "special" (a set of special interest, its key as the category). `events` is how many
    events these patients had, `ungraded` and `undated` how many of them lack a grade or a month of onset, `late` how many began
    after treatment had stopped, `late_patients` had their first one then, and `months` is how long all were followed after the
    first.

    Other kinds count no events: "known" is a term of the data, had or not, and "known special" a term of such a set, both
    without patients; "everyone" counts the treated of a group, with `events` those of a known follow-up and `months` its sum.
    """

    groups: tuple[str | int | None, ...]
    kind: str
    category: str | None
    term: str | None
    worst: int | None
    patients: int
    events: int
    ungraded: int
    undated: int
    late: int
    late_patients: int
    months: float


def event_patterns(
    store: CohortStore, cohort: CohortFilter, only: tuple[Which, ...], by: tuple[Grouping, ...]
) -> list[EventPattern]:
    """One row a group, kind of event and worst grade. Raises FilterError for a wrong filter."""
    checked_filter = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        keys = groups(kept, store.catalogue, by)
        people = kept.select("patient_no", FOLLOWED, **keys)
        events = recorded()
        had = people.inner_join(events.filter(conditions(events, only)), "patient_no")
        terms = by_patient(had, ("category", "term"), tuple(keys))
        found = [counted(_again(terms, parts, tuple(keys)), kind, tuple(keys)) for kind, parts in _KINDS]
        found.append(counted(_again(in_sets(terms), ("category",), tuple(keys)), SPECIAL_KIND, tuple(keys)))
        known = [
            (events.select("category", "term").distinct(), KNOWN),
            (sets_of_special_interest().select(category="special", term="term"), KNOWN_SPECIAL),
        ]
        return ibis.union(everyone(people, tuple(keys)), *(_known(*one, people, tuple(keys)) for one in known), *found)

    shape = ("adverse events", only, grouping_shape(by))
    given = filter_parameters(checked_filter) | grouping_parameters(by)
    rows = store.rows(text_over(store, checked_filter, shape, build), given)
    return [EventPattern(tuple(row[: len(by)]), *row[len(by) :]) for row in rows]


SPECIAL_KIND = "special"
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (("any", ()), ("category", ("category",)), ("term", ("category", "term")))


def recorded() -> ir.Table:
    """Every adverse event on record, one a row."""
    return ibis.table(COLUMNS, name="adverse_event")


def conditions(events: ir.Table, only: tuple[Which, ...]) -> Any:
    """True for events that are all of `only`."""
    known = {
        "severe": events.grade >= SEVERE,
        "serious": events.serious,
        "related": events.related,
        "stopping": events.action == STOPPING,
    }
    return reduce(and_, (known[one] for one in only), ibis.literal(True))


def by_patient(had: ir.Table, parts: tuple[str, ...], keys: tuple[str, ...]) -> ir.Table:
    """One row a patient and kind of event."""
    return had.group_by("patient_no", *keys, *parts).aggregate(
        worst=had.grade.max(),
        events=ibis._.count(),
        ungraded=had.grade.isnull().sum(),
        undated=had.onset_month.isnull().sum(),
        late=(had.onset_month > had[FOLLOWED]).fill_null(False).sum(),
        first=had.onset_month.min(),
        followed=had[FOLLOWED].max(),
    )


def _again(terms: ir.Table, parts: tuple[str, ...], keys: tuple[str, ...]) -> ir.Table:
    """The same of a wider kind, from the rows of its terms."""
    if "term" in parts:
        return terms
    return terms.group_by("patient_no", *keys, *parts).aggregate(
        worst=terms.worst.max(),
        events=terms.events.sum(),
        ungraded=terms.ungraded.sum(),
        undated=terms.undated.sum(),
        late=terms.late.sum(),
        first=terms["first"].min(),
        followed=terms.followed.max(),
    )


def counted(found: ir.Table, kind: str, keys: tuple[str, ...]) -> ir.Table:
    """One row a group, kind of event and worst grade, of what `by_patient` found."""
    after = ibis.greatest(found.followed - found["first"], 0.0)
    parts = [part for part in ("category", "term") if part in found.columns]
    summed = found.group_by(*keys, *parts, "worst").aggregate(
        patients=ibis._.count(),
        events=found.events.sum(),
        ungraded=found.ungraded.sum(),
        undated=found.undated.sum(),
        late=found.late.sum(),
        late_patients=(found["first"] > found.followed).fill_null(False).sum(),
        months=ibis.coalesce(after.sum(), 0.0),
    )
    return _shaped(summed, kind, keys)


def everyone(people: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """One row a group: the treated."""
    grouped = people.group_by(*keys) if keys else people
    months = ibis.coalesce(people[FOLLOWED].sum(), 0.0)
    return _shaped(grouped.aggregate(patients=ibis._.count(), events=people[FOLLOWED].count(), months=months), EVERYONE, keys)


def _known(terms: ir.Table, kind: str, people: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    nobody = {key: ibis.null(people[key].type()) for key in keys}
    return _shaped(terms.mutate(**nobody), kind, keys)


def sets_of_special_interest() -> ir.Table:
    """The terms of every set, as the store holds them."""
    return ibis.table({"special": "string", "category": "string", "term": "string"}, name=SPECIAL)


def in_sets(terms: ir.Table) -> ir.Table:
    """The terms patients had once more, a row a set of special interest they belong to, the set as their category."""
    sets = sets_of_special_interest()
    same = (terms.term == sets.term) & terms.category.identical_to(sets.category)
    found = terms.inner_join(sets, same)
    return found.select(category=sets.special, **{name: terms[name] for name in terms.columns if name != "category"})


def _shaped(found: ir.Table, kind: str, keys: tuple[str, ...]) -> ir.Table:
    """The columns that all parts of the union share, in one order."""

    def given(name: str, kind_of: str) -> Any:
        if name in found.columns:
            return found[name].cast(kind_of)
        return ibis.null(kind_of) if kind_of == "string" or name == "worst" else ibis.literal(0).cast(kind_of)

    counts = ("patients", "events", "ungraded", "undated", "late", "late_patients")
    columns = (
        {"category": "string", "term": "string", "worst": "int32"} | dict.fromkeys(counts, "int64") | {"months": "float64"}
    )
    shown = {name: given(name, kind_of) for name, kind_of in columns.items()}
    return found.select(*keys, kind=ibis.literal(kind), **shown)
