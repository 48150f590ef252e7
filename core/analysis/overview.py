"""The overview: who was treated, who is in view, who was assessed, who responded, and how they differed at baseline."""

from collections import Counter

from core.analysis.baseline import baseline_rows
from core.analysis.methods import check_method
from core.analysis.provenance import provenance
from core.analysis.rates import rates
from core.catalogue.lookup import endpoint, variable
from core.domain.catalogue import ANY_EVENT, PublishedFigure
from core.domain.endpoint import AnalysisSet, Outcome
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.overview import ARMS, NO_VALUE, Beside, Flow, OverviewResult
from core.domain.rates import Grouping, RateSpec
from core.stats.intervals import PROPORTION_METHODS, proportion
from core.store.cohort_store import CohortStore
from core.store.distributions import baseline_patterns, event_patients, stop_patterns
from core.store.queries import Question


def overview(store: CohortStore, cohort: CohortFilter, spec: RateSpec) -> OverviewResult:
    """The overview of the patients in view; `spec` says which response at which month. Raises FilterError, RequestError."""
    check_method(spec.interval, PROPORTION_METHODS)
    question = Question(cohort, spec.endpoint, spec.month, spec.window)
    stops = stop_patterns(store, question)
    tally: Counter[Outcome] = Counter()
    for _, outcome, n in stops:
        tally[outcome] += n
    flow = _flow(store, spec, stops, tally)
    rows = baseline_rows(store.catalogue, baseline_patterns(store, question, store.catalogue.baseline_variables))
    published, citation = _beside(store)
    return OverviewResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, flow.in_view),
        flow=flow,
        sizes=tuple(_size(arm, tally) for arm in ARMS),
        baseline=rows,
        published=published,
        citation=citation,
    )


def _flow(store: CohortStore, spec: RateSpec, stops: list[tuple[str | None, Outcome, int]], tally: Counter[Outcome]) -> Flow:
    reasons = variable(store.catalogue, "stop_reason")
    left: Counter[str] = Counter()
    for reason, outcome, n in stops:
        if outcome in (Outcome.CARRIED_RESPONSE, Outcome.CARRIED_NO_RESPONSE, Outcome.MISSING):
            left[NO_VALUE if reason is None else reasons.label_of(reason)] += n
    assessed, responded = tally[Outcome.RESPONSE] + tally[Outcome.NO_RESPONSE], tally[Outcome.RESPONSE]
    return Flow(
        treated=store.version.patients,
        in_view=sum(tally.values()),
        not_evaluable=tally[Outcome.NOT_EVALUABLE],
        assessed=assessed,
        responded=responded,
        rate=proportion(responded, assessed, spec.interval, spec.level),
        left=tuple(sorted(left.items(), key=lambda item: (-item[1], item[0]))),
    )


def _size(arm: str, tally: Counter[Outcome]) -> int:
    if arm == "all":
        return sum(tally.values())
    if arm == "responders":
        return tally[Outcome.RESPONSE]
    if arm == "non-responders":
        return tally[Outcome.NO_RESPONSE]
    return tally[Outcome.CARRIED_RESPONSE] + tally[Outcome.CARRIED_NO_RESPONSE] + tally[Outcome.MISSING]


def _beside(store: CohortStore) -> tuple[tuple[Beside, ...], str]:
    """The published figures of the analysis this version mirrors, beside its own, without any filter."""
    for analysis in store.catalogue.published:
        if analysis.key == store.version.reference and analysis.month in store.version.months:
            spec = RateSpec(
                endpoint=endpoint(store.catalogue, analysis.endpoint),
                month=analysis.month,
                window=store.catalogue.window,
                analysis_set=AnalysisSet.OBSERVED,
            )
            return tuple(_figure(store, spec, figure) for figure in analysis.figures), analysis.citation
    return (), ""


def _figure(store: CohortStore, spec: RateSpec, figure: PublishedFigure) -> Beside:
    events, n = _counts(store, spec, figure)
    alone = figure.everyone or figure.assessed
    return Beside(
        label=figure.label,
        printed=figure.printed,
        events=events,
        n=n,
        rate=None if alone else proportion(events, n, EventSpec().interval if figure.event else spec.interval, spec.level),
        note=figure.note,
    )


def _counts(store: CohortStore, spec: RateSpec, figure: PublishedFigure) -> tuple[int, int]:
    treated = store.version.patients
    if figure.everyone:
        return treated, treated
    if figure.event:
        any_event, by_term = event_patients(store)
        return any_event if figure.event == ANY_EVENT else by_term.get(figure.event, 0), treated
    found = rates(store, CohortFilter(), _divided(spec, figure))
    if figure.assessed:
        return found.overall.n, treated
    wanted = [one for one in found.groups if figure.group and one.levels[0].value == figure.group[1]]
    groups = wanted if figure.group else [found.overall]
    return sum(group.events for group in groups), sum(group.n for group in groups)


def _divided(spec: RateSpec, figure: PublishedFigure) -> RateSpec:
    by = (Grouping(figure.group[0]),) if figure.group else ()
    return RateSpec(endpoint=spec.endpoint, month=spec.month, window=spec.window, analysis_set=spec.analysis_set, by=by)
