"""What each part of the adverse-event page is asked with on the command line."""

import argparse
from dataclasses import replace

from core.analysis.event_combinations import combinations
from core.analysis.event_listing import event_listing
from core.analysis.event_months import month_map
from core.analysis.events import adverse_events
from core.analysis.facets import facets
from core.analysis.incidence import first_of, incidence
from core.analysis.named_event import named_event
from core.analysis.timelines import timelines
from core.analysis.tolerability import compared_by, grouping_of, tolerability, usual_month
from core.catalogue.lookup import endpoint
from core.domain.endpoint import Endpoint
from core.domain.errors import RequestError
from core.domain.event_combinations import CombinationResult, CombinationSpec
from core.domain.event_listing import EventListing
from core.domain.event_months import MonthResult, MonthSpec
from core.domain.events import EventResult, EventRow, EventSpec
from core.domain.filters import CohortFilter
from core.domain.incidence import IncidenceResult
from core.domain.timelines import LANES, TimelineResult, TimelineSpec
from core.domain.tolerability import LEAST, ToleranceResult, ToleranceSpec
from core.store.cohort_store import CohortStore
from core.words.tolerability import NO_MONTH

Asked = argparse.Namespace


def first(store: CohortStore, cohort: CohortFilter, events: EventSpec, asked: Asked) -> IncidenceResult:
    """When the first of an event began."""
    row = _row(adverse_events(store, cohort, replace(events, by=None)), asked)
    return incidence(store, cohort, first_of(store.catalogue, row, events, competing=asked.competing is not False))


def listing(store: CohortStore, cohort: CohortFilter, events: EventSpec, asked: Asked) -> EventListing[EventResult, EventRow]:
    """Who had an event."""
    result = adverse_events(store, cohort, events)
    return event_listing(store, result, _row(result, asked))


def months(store: CohortStore, cohort: CohortFilter, events: EventSpec, asked: Asked) -> MonthResult:
    """How many had what in which month."""
    if asked.rows == "special":
        raise RequestError("Months are counted by term or by category: --rows special goes with --part combinations.")
    spec = MonthSpec(
        only=events.only,
        by=asked.rows or MonthSpec().by,
        happening=asked.happening or MonthSpec().happening,
        interval=events.interval,
        level=events.level,
    )
    return month_map(store, cohort, spec)


def together(store: CohortStore, cohort: CohortFilter, events: EventSpec, asked: Asked) -> CombinationResult:
    """Which kinds of events the same patients had."""
    by = asked.rows or CombinationSpec().by
    return combinations(store, cohort, CombinationSpec(only=events.only, by=by, interval=events.interval, level=events.level))


def lanes(store: CohortStore, cohort: CohortFilter, events: EventSpec, asked: Asked) -> TimelineResult:
    """One page of timelines. Raises RequestError for a page there is not."""
    page = 1 if asked.page is None else asked.page
    spec = TimelineSpec(
        endpoint=_endpoint(store, asked),
        only=events.only,
        order=asked.order or "follow-up",
        everyone=bool(asked.everyone),
        page=max(page, 1),
    )
    found = timelines(store, cohort, spec)
    pages = max(1, -(-found.total // LANES))
    if not 1 <= page <= pages:
        raise RequestError(f"There is no page {page}: the last is {pages}, of {LANES} patients each.")
    return found


def tolerated(store: CohortStore, cohort: CohortFilter, events: EventSpec, asked: Asked) -> ToleranceResult:
    """Response against tolerability: of one variable, or of every one of few levels."""
    month = usual_month(store) if asked.month is None else asked.month
    least = LEAST if asked.least is None else asked.least
    if month is None:
        raise RequestError(NO_MONTH)
    if least < 1:
        raise RequestError(f"A group needs at least 1 patient; --least {least} was asked for.")
    few = [] if events.by else compared_by(store.catalogue, facets(store, CohortFilter()))[0]
    spec = ToleranceSpec(
        endpoint=_endpoint(store, asked),
        month=month,
        window=store.catalogue.window,
        by=(events.by,) if events.by else tuple(grouping_of(store.catalogue, name) for name in few),
        only=events.only,
        least=least,
        interval=events.interval,
        level=events.level,
    )
    return tolerability(store, cohort, spec)


def _row(result: EventResult, asked: Asked) -> EventRow:
    return named_event(result, asked.event) if asked.event else result.any_event


def _endpoint(store: CohortStore, asked: Asked) -> Endpoint:
    return endpoint(store.catalogue, asked.endpoint or store.catalogue.default_endpoint)
