"""The events of one kind in words."""

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
    listed = f"; the first {len(found.rows)} are listed" if found.total > len(found.rows) else ""
    who = f"{count(found.of.overall.patients, 'patient')} in view, {count(found.total, 'event')}{listed}."
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
    return printed(listing_caption(catalogue, found, made_on), found.result.provenance, lines)


def _cell(value: str | float | None) -> str:
    return NONE if value is None else value if isinstance(value, str) else number(value)
