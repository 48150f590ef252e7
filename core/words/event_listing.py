"""The events behind a mark in words."""

from dataclasses import replace
from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.event_combinations import Combination, CombinationResult
from core.domain.event_listing import EventListing, Listed
from core.domain.event_months import MonthCell, MonthResult
from core.domain.events import EventResult, EventRow
from core.domain.filters import number
from core.words.cohort import filter_sentence
from core.words.event_combinations import combinations_caption, members_words
from core.words.event_months import month_words, months_caption, name_words
from core.words.event_names import counted, in_brackets, row_label
from core.words.events import TREATED
from core.words.numbers import NONE, count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem

PARTED = " | "


def listing_caption(catalogue: Catalogue, found: EventListing[EventResult, EventRow], made_on: date) -> Caption:
    """Everything that stands around the events of a row."""
    result, row = found.result, found.of
    named, who = f"Who had it: {row_label(row)}", who_words(found.events, row.overall.patients)
    return Caption(
        title=named,
        heading=named,
        note=who,
        alt=f"{named}, {who}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=who,
        method=f"Counted are {counted(result)}. {TREATED}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Denominator", TREATED),),
        file_stem=file_stem(
            "adverse-events-listed", (result.spec, row.kind, row.category, row.term), result.cohort, result.provenance
        ),
    )


def month_listing_caption(catalogue: Catalogue, found: EventListing[MonthResult, MonthCell], made_on: date) -> Caption:
    """Everything that stands around the events of a cell: counted as in the map it is of."""
    result, cell = found.result, found.of
    stem = file_stem(
        "adverse-events-months-listed", (result.spec, cell.row.name, cell.column), result.cohort, result.provenance
    )
    return _around(months_caption(catalogue, result, made_on), cell_title(result, cell), _cell_words(found), stem)


def combination_listing_caption(
    catalogue: Catalogue, found: EventListing[CombinationResult, Combination], made_on: date
) -> Caption:
    """Everything that stands around the events of a combination: counted as in the chart it is of."""
    result, one = found.result, found.of
    named = f"Who had it: {members_words(result, one)}{in_brackets(result.spec.only)}"
    stem = file_stem("adverse-events-together-listed", (result.spec, one.members), result.cohort, result.provenance)
    who = who_words(found.events, one.patients)
    return _around(combinations_caption(catalogue, result, made_on), named, who, stem)


def as_text(catalogue: Catalogue, found: EventListing[EventResult, EventRow], made_on: date) -> str:
    """The events of a row for a terminal: their columns, a line an event, counts, method and data."""
    one, events = found.of.overall, found.events
    lines = [f"  {PARTED.join(map(_cell, cells))}" for cells in (events.columns, *events.rows)] if events.rows else []
    had = f"{one.patients:,} of {count(one.n, 'treated patient')} in view had it, {_events(events)}."
    words = replace(listing_caption(catalogue, found, made_on), counts=had)
    return printed(words, found.result.provenance, lines)


def who_words(found: Listed, patients: int) -> str:
    """`3 patients in view, 4 events.`"""
    return f"{count(patients, 'patient')} in view, {_events(found)}."


def cell_title(result: MonthResult, cell: MonthCell) -> str:
    """`Who had it: Acne going on in month 4`."""
    happening = "going on" if result.spec.happening == "ongoing" else "begun"
    span = "month" if cell.column.first == cell.column.last else "months"
    name = f"{name_words(result, cell.row)}{in_brackets(result.spec.only)}"
    return f"Who had it: {name}, {happening} in {span} {month_words(cell.column)}"


def nobody_then(result: MonthResult, cell: MonthCell) -> str:
    """That nobody is behind a cell."""
    return f"{cell_title(result, cell)}: nobody of {count(cell.column.followed, 'patient')} then followed."


def _cell_words(found: EventListing[MonthResult, MonthCell]) -> str:
    cell = found.of
    return f"{who_words(found.events, cell.patients).removesuffix('.')}; {cell.column.followed:,} were followed then."


def _around(whole: Caption, named: str, who: str, stem: str) -> Caption:
    """The words of a list out of those of the chart whose mark it is of: its first two rules say who counts."""
    how = whole.how[:2]
    method = " ".join(rule for _, rule in how)
    return replace(
        whole, title=named, heading=named, note=who, alt=f"{named}, {who}", counts=who, method=method, how=how, file_stem=stem
    )


def _events(found: Listed) -> str:
    """`23 events`, and how many of them are listed where it is not all."""
    listed = f"; the first {len(found.rows)} are listed" if found.total > len(found.rows) else ""
    return f"{count(found.total, 'event')}{listed}"


def _cell(value: str | float | None) -> str:
    return NONE if value is None else value if isinstance(value, str) else number(value)
