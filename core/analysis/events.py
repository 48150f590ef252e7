"""Adverse events of everyone treated and in view: one query, every category and term, by group."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.analysis.event_contrasts import contrasted
from core.analysis.groups import Key, check_reference, levels
from core.analysis.methods import check_method
from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.errors import RequestError
from core.domain.events import (
    GRADES,
    KINDS,
    MONTHS_A_YEAR,
    PER_YEARS,
    EventCount,
    EventResult,
    EventRow,
    EventSpec,
    Kind,
    Treated,
)
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.domain.variable import Level
from core.stats.differences import DIFFERENCE_METHODS
from core.stats.event_rates import incidence_rate, rule_of_three
from core.stats.intervals import PROPORTION_METHODS, proportion
from core.store.any_event import any_event_patterns
from core.store.cohort_store import CohortStore
from core.store.events import EVERYONE, KNOWN, KNOWN_SPECIAL, EventPattern, event_patterns

Place = tuple[Kind, str, str]  # kind, category, term
ANY: Place = ("any", "", "")


def adverse_events(store: CohortStore, cohort: CohortFilter, spec: EventSpec) -> EventResult:
    """The adverse events of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    _check(spec)
    cohort = recorded(store, cohort, "adverse_event")
    patterns = event_patterns(store, cohort, spec.only, (spec.by,) if spec.by else ())
    return _result(store, cohort, spec, patterns, _places(store.catalogue, patterns))


def any_event(store: CohortStore, cohort: CohortFilter, spec: EventSpec, each: tuple[Grouping, ...]) -> tuple[EventResult, ...]:
    """For each grouping what `adverse_events` gives by it of any event at all, without the other rows, which take most of the
    time. Raises FilterError or RequestError where it cannot be asked."""
    _check(spec)
    cohort = recorded(store, cohort, "adverse_event")
    found = any_event_patterns(store, cohort, spec.only, each)
    return tuple(
        _result(store, cohort, replace(spec, by=by), patterns, [ANY]) for by, patterns in zip(each, found, strict=True)
    )


def _result(
    store: CohortStore, cohort: CohortFilter, spec: EventSpec, patterns: Sequence[EventPattern], places: Sequence[Place]
) -> EventResult:
    axis = levels(store.catalogue, spec.by, patterns, 0) if spec.by else []
    everyone = _treated((), [one for one in patterns if one.kind == EVERYONE])
    groups = tuple(_treated((level,), _in_group(patterns, key, EVERYONE)) for key, level in axis)
    found = [_row(store.catalogue, spec, place, patterns, axis, (everyone, *groups)) for place in places]
    reference = _reference(store, spec, groups)
    any_event = [one for one in patterns if one.kind == "any"]
    return EventResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, everyone.n),
        everyone=everyone,
        groups=groups,
        reference=reference,
        rows=contrasted(spec, tuple(sorted(found, key=_order)), groups, reference),
        ungraded=sum(one.ungraded for one in any_event),
        undated=sum(one.undated for one in any_event),
        in_no_group=everyone.n - sum(one.n for one in groups) if spec.by else 0,
        label=variable(store.catalogue, spec.by.variable).label if spec.by else "",
    )


def _check(spec: EventSpec) -> None:
    if spec.reference is not None and not spec.by:
        raise RequestError("A reference group needs groups. Say by which variable, for example --by with its name.")
    check_method(spec.interval, PROPORTION_METHODS)
    check_method(spec.difference, DIFFERENCE_METHODS)


def _in_group(patterns: Iterable[EventPattern], key: Key, kind: str) -> list[EventPattern]:
    return [one for one in patterns if one.kind == kind and one.groups == (key,)]


def _treated(group: tuple[Level, ...], patterns: Sequence[EventPattern]) -> Treated:
    n = sum(one.patients for one in patterns)
    return Treated(
        levels=group,
        n=n,
        years=sum(one.months for one in patterns) / MONTHS_A_YEAR,
        not_followed=n - sum(one.events for one in patterns),
    )


def _places(catalogue: Catalogue, patterns: Iterable[EventPattern]) -> list[Place]:
    """Every kind of event the data know, had by somebody in view or not, and every set of special interest."""
    known = [(one.category or "", one.term or "") for one in patterns if one.kind == KNOWN]
    categories = dict.fromkeys(category for category, _ in known if category)
    sets = [one.key for one in catalogue.special_events]
    return [
        ANY,
        *(("category", one, "") for one in categories),
        *(("term", *one) for one in known),
        *(("special", one, "") for one in sets),
    ]


def _order(row: EventRow) -> tuple[int, int, str, str]:
    return (KINDS.index(row.kind), -row.overall.patients, row.category, row.term)


def _row(
    catalogue: Catalogue,
    spec: EventSpec,
    place: Place,
    patterns: Sequence[EventPattern],
    axis: Sequence[tuple[Key, Level]],
    treated: Sequence[Treated],
) -> EventRow:
    kind, category, term = place
    mine = [one for one in patterns if one.kind == kind and (one.category or "") == category and (one.term or "") == term]
    overall, *groups = treated
    special = next((one.label for one in catalogue.special_events if one.key == category), "") if kind == "special" else ""
    return EventRow(
        kind=kind,
        category=special or category,
        term=term,
        members=_members(patterns, category) if special else (),
        overall=_count(spec, mine, overall),
        groups=tuple(_count(spec, _in_group(mine, key, kind), group) for (key, _), group in zip(axis, groups, strict=True)),
    )


def _members(patterns: Iterable[EventPattern], special: str) -> tuple[str, ...]:
    return tuple(one.term or "" for one in patterns if one.kind == KNOWN_SPECIAL and one.category == special)


def _count(spec: EventSpec, patterns: Sequence[EventPattern], treated: Treated) -> EventCount:
    patients, events = sum(one.patients for one in patterns), sum(one.events for one in patterns)
    late, late_patients = sum(one.late for one in patterns), sum(one.late_patients for one in patterns)
    until_first = treated.years - sum(one.months for one in patterns) / MONTHS_A_YEAR
    return EventCount(
        n=treated.n,
        patients=patients,
        events=events,
        late=late,
        late_patients=late_patients,
        worst=tuple(sum(one.patients for one in patterns if one.worst == grade) for grade in (None, *GRADES)),
        rate=proportion(patients, treated.n, spec.interval, spec.level),
        first_rate=incidence_rate(patients - late_patients, max(until_first, 0.0), PER_YEARS, spec.level),
        event_rate=incidence_rate(events - late, treated.years, PER_YEARS, spec.level),
        none_allows=None if patients else rule_of_three(treated.n, spec.level),
    )


def _reference(store: CohortStore, spec: EventSpec, groups: Sequence[Treated]) -> str | None:
    """The level asked for where it has patients, else the first that has."""
    if spec.by is None:
        return None
    present = [one.levels[0].value for one in groups if one.n]
    if spec.reference is not None:
        check_reference(variable(store.catalogue, spec.by.variable), spec.by, spec.reference, present)
    return spec.reference if spec.reference in present else next(iter(present), None)
