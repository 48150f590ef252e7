"""The command for adverse events."""

import argparse

from core.analysis.events import adverse_events
from core.analysis.groups import parse_grouping
from core.catalogue import current
from core.cli.printed import as_json
from core.cli.results import cohort_options, today
from core.domain.events import WHICH, EventSpec
from core.domain.filters import CohortFilter
from core.store.cohort_store import current_store
from core.words.events import as_text


def events_command(command: argparse.ArgumentParser) -> None:
    """The options of `events`."""
    command.add_argument("--only", action="append", default=[], choices=WHICH, help="events that are all of these")
    command.add_argument("--by", default="", help="compare by a variable, or variable:cut,cut")
    command.add_argument("--reference", help="the group that differences are taken from")
    command.add_argument("--interval", default=EventSpec().interval)
    command.add_argument("--difference", default=EventSpec().difference)
    command.add_argument("--level", type=float, default=EventSpec().level)
    cohort_options(command)
    command.set_defaults(run=_events)


def _events(options: argparse.Namespace) -> None:
    catalogue = current()
    spec = EventSpec(
        only=tuple(one for one in WHICH if one in options.only),
        by=parse_grouping(catalogue, options.by) if options.by else None,
        reference=options.reference,
        interval=options.interval,
        difference=options.difference,
        level=options.level,
    )
    result = adverse_events(current_store(catalogue), CohortFilter.from_query(options.where), spec)
    print(as_json(result) if options.json else as_text(catalogue, result, today()))
