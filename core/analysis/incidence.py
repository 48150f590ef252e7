"""Cumulative incidence of a first event, by group, from counts by time."""

from collections.abc import Sequence

from core.analysis.groups import levels
from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import special_key, variable
from core.domain.catalogue import Catalogue
from core.domain.errors import RequestError
from core.domain.events import MONTHS_A_YEAR, EventRow, EventSpec, Treated
from core.domain.filters import CohortFilter
from core.domain.incidence import IncidenceCurve, IncidenceResult, IncidenceSpec, IncidenceStep
from core.domain.variable import Level
from core.stats.cumulative_incidence import CENSORED, COMPETING, cumulative_incidence
from core.store.cohort_store import CohortStore
from core.store.event_rows import EventsAsked
from core.store.event_times import EventTime, event_times

Part = tuple[tuple[Level, ...], list[EventTime]]


def first_of(catalogue: Catalogue, row: EventRow, events: EventSpec, *, competing: bool) -> IncidenceSpec:
    """What asks for the first event of a row, among the events, in the groups and at the level of the table it stands in."""
    return IncidenceSpec(
        kind=row.kind,
        category=special_key(catalogue, row.category) if row.kind == "special" else row.category,
        term=row.term,
        only=events.only,
        by=events.by,
        competing=competing,
        level=events.level,
    )


def incidence(store: CohortStore, cohort: CohortFilter, spec: IncidenceSpec) -> IncidenceResult:
    """The curve of each group of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    cohort = recorded(store, cohort, "adverse_event")
    label = _label(store, spec)
    by = (spec.by,) if spec.by else ()
    found = event_times(store, cohort, EventsAsked(spec.only, spec.kind, spec.category, spec.term), by)
    axis = levels(store.catalogue, spec.by, found, 0) if spec.by else []
    parts: list[Part] = [((level,), [one for one in found if one.groups == (key,)]) for key, level in axis]
    parts = parts if spec.by else [((), found)]
    in_view = sum(one.n for one in found)
    return IncidenceResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, in_view),
        label=label,
        by_label=variable(store.catalogue, spec.by.variable).label if spec.by else "",
        method=COMPETING if spec.competing else CENSORED,
        curves=tuple(_curve(spec, group, part) for group, part in parts if part),
        in_no_group=in_view - sum(one.n for _, part in parts for one in part),
    )


def _label(store: CohortStore, spec: IncidenceSpec) -> str:
    """What the event is called; empty for any. Raises RequestError for a set there is not."""
    if spec.kind != "special":
        return spec.term or spec.category
    sets = {one.key: one.label for one in store.catalogue.special_events}
    if spec.category not in sets:
        raise RequestError(f"There is no set of events {spec.category!r}. Choose one of: {', '.join(sets)}.")
    return sets[spec.category]


def _curve(spec: IncidenceSpec, group: tuple[Level, ...], found: Sequence[EventTime]) -> IncidenceCurve:
    used = [(one.month, one.end, one.n) for one in found if one.month is not None]
    months = [month for month, _, _ in used]
    had = [n if end == "event" else 0 for _, end, n in used]
    left = [n if end in ("stop", "late") and spec.competing else 0 for _, end, n in used]
    rest = [n - event - stop for (_, _, n), event, stop in zip(used, had, left, strict=True)]
    curve = cumulative_incidence(months, had, left, rest, spec.level)
    columns = (curve.time, curve.at_risk, curve.events, curve.stops, curve.value, curve.low, curve.high)
    total = sum(one.n for one in found)
    not_followed = sum(one.n for one in found if one.end == "not followed")
    return IncidenceCurve(
        treated=Treated(levels=group, n=total, years=sum(m * n for m, _, n in used) / MONTHS_A_YEAR, not_followed=not_followed),
        steps=tuple(
            IncidenceStep(
                month=m,
                at_risk=int(r),
                events=int(e),
                stops=int(s),
                value=v,
                low=low if 0 < v < 1 else None,
                high=high if 0 < v < 1 else None,
            )
            for m, r, e, s, v, low, high in zip(*(column.tolist() for column in columns), strict=True)
        ),
        ends=tuple(sorted((month, n) for month, _, n in used)),
        late=sum(one.n for one in found if one.end == "late"),
        undated=sum(one.n for one in found if one.end == "undated"),
        not_followed=not_followed,
    )
