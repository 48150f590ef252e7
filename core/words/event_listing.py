"""The events of one kind in words."""

from dataclasses import replace
from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.event_listing import EventListing
from core.domain.filters import number
from core.words.cohort import filter_sentence
from core.words.event_names import counted, row_label
from core.words.events import TREATED
from core.words.numbers import NONE, count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem

PARTED = " | "


def listing_caption(catalogue: Catalogue, found: EventListing, made_on: date) -> Caption:
    """Everything that stands around the list."""
    result, named = found.result, f"Who had it: {row_label(found.of)}"
    who = f"{count(found.of.overall.patients, 'patient')} in view, {_events(found)}."
    what = counted(result)
    return Caption(
        title=named,
        heading=named,
        note=who,
        alt=f"{named}, {who}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=who,
        method=f"Counted are {what}. {TREATED}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Denominator", TREATED),),
        file_stem=file_stem(
            "adverse-events-listed",
            (result.spec, found.of.kind, found.of.category, found.of.term),
            result.cohort,
            result.provenance,
        ),
    )


def as_text(catalogue: Catalogue, found: EventListing, made_on: date) -> str:
    """The list for a terminal: its columns, a line an event, counts, method and data."""
    lines = [f"  {PARTED.join(map(_cell, cells))}" for cells in (found.columns, *found.rows)] if found.rows else []
    had = f"{found.of.overall.patients:,} of {count(found.of.overall.n, 'treated patient')} in view had it, {_events(found)}."
    words = replace(listing_caption(catalogue, found, made_on), counts=had)
    return printed(words, found.result.provenance, lines)


def _events(found: EventListing) -> str:
    """`23 events`, and how many of them are listed where it is not all."""
    listed = f"; the first {len(found.rows)} are listed" if found.total > len(found.rows) else ""
    return f"{count(found.total, 'event')}{listed}"


def _cell(value: str | float | None) -> str:
    return NONE if value is None else value if isinstance(value, str) else number(value)
