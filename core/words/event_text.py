"""The adverse events for a terminal: a line a kind of event, and below it a line a group."""

from collections.abc import Iterator
from datetime import date

from core.domain.catalogue import Catalogue
from core.domain.events import EventCount, EventResult, EventRow
from core.words.cohort import group_label
from core.words.event_groups import reference_words
from core.words.event_names import category_label, row_label
from core.words.events import KIND_HEADINGS, caption
from core.words.numbers import difference, p_words, rate_with_interval, tested
from core.words.printed import printed


def as_text(catalogue: Catalogue, result: EventResult, made_on: date) -> str:
    """Title, cohort, one line a category and term with its groups, counts, method and data."""
    words = caption(catalogue, result, result.rows, "term", made_on, "patients")
    lines = list(_lines(result, result.any_event))
    for kind, heading in KIND_HEADINGS.items():
        had = [row for row in result.of(kind) if row.overall.patients]
        lines += [heading, *(f"  {line}" for row in had for line in _lines(result, row))] if had else []
    shown = [f"  {line}" for line in lines]
    if result.groups:
        compared = sorted({one.difference.method for row in result.rows for one in row.groups if one.difference})
        shown += (
            [f"  Differences in percentage points from {reference_words(result)}: {', '.join(compared)}."] if compared else []
        )
    return printed(words, result.provenance, shown, words.title.removesuffix(" by term"))


def _lines(result: EventResult, row: EventRow) -> Iterator[str]:
    yield f"{_name(result, row)} {_share(row.overall)}"
    for one, group in zip(row.groups, result.groups, strict=True):
        yield f"  {group_label(group)}: {_share(one)}{_against(one)}"


def _name(result: EventResult, row: EventRow) -> str:
    """The label; with its category where another row has the same."""
    label = row_label(row)
    alone = sum(row_label(other) == label for other in result.of(row.kind)) == 1
    return label if alone or row.kind != "term" else f"{label} ({category_label(row.category)})"


def _share(one: EventCount) -> str:
    return f"{one.patients:,}/{one.n:,}, {rate_with_interval(one.rate)}"


def _against(one: EventCount) -> str:
    """The difference from the reference, with the test behind its p; nothing for the reference itself."""
    if one.difference is None or one.test is None:
        return ""
    adjusted = "" if one.adjusted_p is None else f", Benjamini-Hochberg {p_words(one.adjusted_p)}"
    return f"; difference {difference(one.difference)}; {tested(one.test)}{adjusted}"
