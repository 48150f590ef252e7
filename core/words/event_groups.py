"""Two groups' adverse events side by side, in words."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.events import EventCount, EventResult, EventRow, Kind
from core.words.cohort import filter_sentence, group_label
from core.words.event_names import by_words, row_label
from core.words.events import TREATED, counts, title
from core.words.numbers import count, difference, p_value, percent
from core.words.provenance import data_line, file_stem
from core.words.sources import FORMULAE

Look = Literal["dots", "butterfly", "volcano"]
LOOKS: dict[Look, str] = {"dots": "Dots", "butterfly": "Butterfly", "volcano": "Volcano"}
NOTABLE = 0.05
RATE_AXIS, DIFFERENCE_AXIS = "% of treated", "Difference in points: right of 0 more often"
P_AXIS = "p, unadjusted: higher is smaller"


def pair_title(result: EventResult, by: Kind, at: int) -> str:
    """`Adverse events by term: Male against Female`."""
    return f"{title(result, by)}: {result.groups[at].levels[0].label} against {reference_words(result)}"


def reference_words(result: EventResult) -> str:
    """The group that differences are taken from."""
    return next((one.levels[0].label for one in result.groups if one.levels[0].value == result.reference), "the reference")


def pair_words(one: EventCount) -> str:
    """`+7.3 (−1.9 to +19.4)  p 0.10`: the difference from the reference, and its p unadjusted."""
    if one.difference is None or one.test is None:
        return ""
    p = "" if one.test.p is None else f"  p {p_value(one.test.p)}"
    return f"{difference(one.difference)}{p}"


def point_words(row: EventRow, at: int, result: EventResult) -> str:
    """What a mark of a row says when it is pointed at."""
    one, other = row.groups[at], row.groups[result.reference_at or 0]
    adjusted = "" if one.adjusted_p is None else f", Benjamini-Hochberg {p_value(one.adjusted_p)}"
    mine, theirs = (f"{part.patients}/{part.n}, {percent(part.rate.value)}" for part in (one, other))
    return f"{row_label(row)}: {mine} against {theirs}; {pair_words(one).replace('  ', ', ')}{adjusted}"


def notable(one: EventCount) -> bool:
    """Is its p still small once it is said at how many was looked?"""
    return one.adjusted_p is not None and one.adjusted_p < NOTABLE


def pair_finding(result: EventResult, by: Kind, at: int) -> str:
    """Which differences are left once it is said at how many was looked."""
    tested = [(row, one.adjusted_p) for row in result.of(by) for one in row.groups if one.adjusted_p is not None]
    left = [row_label(row) for row in result.of(by) if notable(row.groups[at])]
    if not tested:
        return "Nobody in any group had one of these, so nothing can be compared."
    looked = f"After Benjamini-Hochberg over {count(len(tested), 'comparison')}, of every {by_words(by)} and group,"
    if not left:
        return f"{looked} no p-value of this group is below {NOTABLE:g}."
    return f"{looked} below {NOTABLE:g}: {', '.join(left)}."


def pair_caption(
    catalogue: Catalogue, result: EventResult, view: tuple[Kind, tuple[EventRow, ...], int], made_on: date
) -> Caption:
    """Everything that stands around a comparison of two groups; `view` is kind and rows shown, and the group compared."""
    by, rows, at = view
    named, found = pair_title(result, by, at), pair_finding(result, by, at)
    used = {one.method for row in rows for one in (row.groups[at].difference, row.groups[at].test) if one}
    limits = f"Differences in percentage points, {100 * result.spec.level:g}% intervals; {', '.join(sorted(used))}."
    groups = f"{group_label(result.groups[at])}, {group_label(result.groups[result.reference_at or 0])}"
    both = f"{groups}; {counts(result)} {found}"
    return Caption(
        title=named,
        heading=named,
        note=both,
        alt=f"{named}. {'; '.join(point_words(row, at, result) for row in rows[:8])}.",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=both,
        method=f"{limits} {TREATED}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(
            ("Denominator", TREATED),
            *((name, FORMULAE[name]) for name in sorted({*used, "Benjamini-Hochberg"}) if name in FORMULAE),
        ),
        file_stem=file_stem(f"adverse-events-{by}-compared", (result.spec, at), result.cohort, result.provenance),
    )
