"""The command for adverse events."""

import argparse
from collections.abc import Callable
from typing import Any

from core.analysis.events import adverse_events
from core.analysis.groups import parse_grouping
from core.catalogue import current
from core.cli import event_parts
from core.cli.parts import check_options, part_option
from core.cli.printed import as_json
from core.cli.results import cohort_options, today
from core.domain.events import WHICH, EventSpec
from core.domain.filters import CohortFilter
from core.domain.tolerability import LEAST
from core.store.cohort_store import CohortStore, current_store
from core.words.event_combinations import PLURALS
from core.words.event_combinations import as_text as combinations_text
from core.words.event_listing import as_text as listing_text
from core.words.event_months import HAPPENINGS
from core.words.event_months import as_text as months_text
from core.words.event_text import as_text
from core.words.incidence import as_text as first_text
from core.words.timelines import ORDERS
from core.words.timelines import as_text as timelines_text
from core.words.tolerability import as_text as tolerability_text

TAKES = {
    "incidence": ("only", "by", "reference", "interval", "difference", "level"),
    "listing": ("only", "event"),
    "first": ("only", "event", "by", "competing", "level"),
    "timelines": ("only", "endpoint", "order", "everyone", "page"),
    "months": ("only", "rows", "happening", "interval", "level"),
    "combinations": ("only", "rows", "interval", "level"),
    "tolerability": ("only", "by", "endpoint", "month", "least", "interval", "level"),
}


def events_command(command: argparse.ArgumentParser) -> None:
    """The options of `events`; which part takes which stands in the help."""
    command.add_argument("--part", default="incidence", choices=tuple(TAKES), help="what of the page")
    command.add_argument("--only", action="append", default=[], choices=WHICH, help="events that are all of these")
    by = "compare by a variable, or variable:cut,cut; tolerability: every one of few levels unless told"
    part_option(command, TAKES, "by", by)
    part_option(command, TAKES, "reference", "the group that differences are taken from")
    part_option(command, TAKES, "interval", f"limits of shares; {EventSpec().interval} unless told")
    part_option(command, TAKES, "difference", f"limits of differences; {EventSpec().difference} unless told")
    part_option(command, TAKES, "level", f"of every interval; {EventSpec().level:g} unless told", type=float)
    event = "a term, category or set of special interest, as category:Skin where a name has several; any event unless told"
    part_option(command, TAKES, "event", event)
    competing = "stopping ends the risk of an event (unless told), or only the view of a patient"
    part_option(command, TAKES, "competing", competing, action=argparse.BooleanOptionalAction)
    part_option(command, TAKES, "rows", "term unless told; special: combinations only", choices=tuple(PLURALS))
    part_option(
        command, TAKES, "happening", "counted while it goes on (unless told), or where it began", choices=tuple(HAPPENINGS)
    )
    part_option(command, TAKES, "endpoint", f"what response is; {current().default_endpoint} unless told")
    part_option(command, TAKES, "month", "of response; that of the catalogue unless told, or else the last", type=int)
    part_option(command, TAKES, "least", f"patients a group needs to be shown; {LEAST} unless told", type=int)
    part_option(command, TAKES, "order", "of the lanes; the longest follow-up first unless told", choices=tuple(ORDERS))
    part_option(command, TAKES, "everyone", "also patients without an event", action="store_const", const=True)
    part_option(command, TAKES, "page", "which page of lanes; the first unless told", type=int)
    cohort_options(command)
    command.set_defaults(run=_events)


def _events(options: argparse.Namespace) -> None:
    catalogue = current()
    check_options(options, TAKES)
    analyse, told = _part(options)
    result = analyse(current_store(catalogue), CohortFilter.from_query(options.where), _asked(options))
    print(as_json(result) if options.json else told(catalogue, result, today()))


def _asked(options: argparse.Namespace) -> EventSpec:
    """Which events, groups and methods, as every part is asked for them. Raises RequestError."""
    usual = EventSpec()
    return EventSpec(
        only=tuple(one for one in WHICH if one in options.only),
        by=parse_grouping(current(), options.by) if options.by else None,
        reference=options.reference,
        interval=options.interval or usual.interval,
        difference=options.difference or usual.difference,
        level=usual.level if options.level is None else options.level,
    )


def _part(
    options: argparse.Namespace,
) -> tuple[Callable[[CohortStore, CohortFilter, EventSpec], Any], Callable[..., str]]:
    """How the part asked for is computed, and how it is told."""
    parts: dict[str, tuple[Callable[..., Any], Callable[..., str]]] = {
        "listing": (event_parts.listing, listing_text),
        "first": (event_parts.first, first_text),
        "timelines": (event_parts.lanes, timelines_text),
        "months": (event_parts.months, months_text),
        "combinations": (event_parts.together, combinations_text),
        "tolerability": (event_parts.tolerated, tolerability_text),
    }
    if options.part not in parts:
        return adverse_events, as_text
    analyse, told = parts[options.part]
    return lambda store, cohort, events: analyse(store, cohort, events, options), told
