"""Response against tolerability of the patients in view: the rates of the response page beside those of the event page."""

from core.analysis.events import any_event
from core.analysis.rates import rates
from core.analysis.recorded import recorded
from core.catalogue.lookup import groupable, variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import AnalysisSet
from core.domain.errors import RequestError
from core.domain.events import EventCount, EventResult, EventSpec
from core.domain.facets import Facets
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping, GroupRate, RateResult, RateSpec
from core.domain.tolerability import TolerancePoint, ToleranceResult, ToleranceSpec
from core.store.cohort_store import CohortStore

FEW = 8  # levels of a variable that is compared unasked


def tolerability(store: CohortStore, cohort: CohortFilter, spec: ToleranceSpec) -> ToleranceResult:
    """A point a level of each grouping. Raises FilterError or RequestError where it cannot be asked."""
    cohort = recorded(store, cohort, "adverse_event")
    if not spec.by:
        raise RequestError("Response against tolerability needs a variable whose levels are compared.")
    counted = EventSpec(only=spec.only, interval=spec.interval, level=spec.level)
    both = list(
        zip(any_event(store, cohort, counted, spec.by), (_response(store, cohort, spec, one) for one in spec.by), strict=True)
    )
    found = [
        point for one, (events, response) in zip(spec.by, both, strict=True) for point in _points(store, one, events, response)
    ]
    events, response = both[0]
    enough = [min(one.treated, one.completers) >= spec.least for one in found]
    return ToleranceResult(
        spec=spec,
        cohort=cohort,
        provenance=events.provenance,
        everyone=_point("", "", events.any_event.overall, response.overall),
        points=tuple(one for one, kept in zip(found, enough, strict=True) if kept),
        small=tuple(one for one, kept in zip(found, enough, strict=True) if not kept),
        nowhere=tuple((events.label, events.in_no_group) for events, _ in both if events.in_no_group),
    )


def usual_month(store: CohortStore) -> int | None:
    """The catalogue's month, else the last with visits; None without any after month 0."""
    months = [month for month in store.version.months if month > 0]
    usual = store.catalogue.default_month
    return usual if usual in months else months[-1] if months else None


def compared_by(catalogue: Catalogue, everyone: Facets) -> tuple[list[str], list[str]]:
    """The choices of two to FEW levels in these data, and all variables that patients can be divided by."""
    recorded = [facet for facet in everyone.facets if facet.recorded]
    levels = {facet.variable.name: sum(one.total > 0 for one in facet.choices) for facet in recorded}
    offered = [one for one in groupable(catalogue) if one.name in levels]
    return [one.name for one in offered if one.choice and 2 <= levels[one.name] <= FEW], [one.name for one in offered]


def grouping_of(catalogue: Catalogue, name: str) -> Grouping:
    """A variable at its usual cut points."""
    return Grouping(name, variable(catalogue, name).cuts)


def _response(store: CohortStore, cohort: CohortFilter, spec: ToleranceSpec, by: Grouping) -> RateResult:
    asked = RateSpec(
        endpoint=spec.endpoint,
        month=spec.month,
        window=spec.window,
        analysis_set=AnalysisSet.OBSERVED,
        by=(by,),
        interval=spec.response_interval,
        level=spec.level,
    )
    return rates(store, cohort, asked)


def rates_behind(store: CohortStore, result: ToleranceResult, point: TolerancePoint) -> tuple[RateResult, GroupRate]:
    """The response of the groups that a point is one of, and its group. The point must be one of the result's."""
    assert point.by is not None
    found = _response(store, result.cohort, result.spec, point.by)
    return found, next(one for one in found.groups if one.levels[0].value == point.value)


def _points(store: CohortStore, by: Grouping, events: EventResult, response: RateResult) -> list[TolerancePoint]:
    """Both results have a group for every level that occurs among the patients in view, in one order."""
    label = variable(store.catalogue, by.variable).label
    pairs = zip(events.groups, events.any_event.groups, response.groups, strict=True)
    return [_point(label, one.levels[0].label, count, group, by=by, value=one.levels[0].value) for one, count, group in pairs]


def _point(
    label: str, level: str, count: EventCount, group: GroupRate, *, by: Grouping | None = None, value: str = ""
) -> TolerancePoint:
    return TolerancePoint(
        variable=label,
        level=level,
        treated=count.n,
        had=count.patients,
        events=count.rate,
        completers=group.n,
        responders=group.events,
        response=group.rate,
        by=by,
        value=value,
    )
