"""What changed between two versions, in words."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.provenance import Provenance, Version
from core.domain.version_diff import Figure, Headline, PatientDiff, TableDiff, ValueChange, VersionDiff
from core.words.cohort import filter_sentence
from core.words.history import short
from core.words.numbers import NONE, count, rate_with_interval
from core.words.provenance import data_line, file_stem
from core.words.rates import question, window_words
from core.words.versions import minute

View = Literal["headlines", "changes", "patients", "variables"]
SAME = "Both are the same version."
OUTDATED = (
    "This version was made for another data model, so it cannot be compared or put in force. Import its tables again to "
    "publish them in the present form."
)
NOT_RECORDED = "not recorded"
HEADINGS: dict[View, str] = {
    "headlines": "Headline figures, before and after",
    "changes": "What changed",
    "patients": "Patients in whom something changed",
    "variables": "Variables that changed",
}
METHOD = (
    "Patients are told apart by their pseudonyms. Changed: any value or row of theirs is another one. A row is new, gone or "
    "changed by its key (patient and month, for blood tests also the test); adverse events have none, so one that changed "
    "counts as gone and as new."
)


def side_words(version: Version) -> str:
    """`e42653a3 (2026-11-23 10:05 UTC)`, marked where it is in force."""
    return f"{short(version.digest)} ({minute(version.published_at)}{', in force' if version.in_force else ''})"


def both_words(diff: VersionDiff) -> str:
    """`From version e42653a3, … to 731d10dd, …`."""
    return f"From version {side_words(diff.before)} to {side_words(diff.after)}"


def side_names(diff: VersionDiff) -> tuple[str, str]:
    """What the columns of the two versions are called."""
    before, after = (f"{'In force' if one.in_force else 'Version'} {short(one.digest)}" for one in (diff.before, diff.after))
    return before, after


def finding(diff: VersionDiff) -> str:
    """Patients new, gone and changed, or why there is nothing to count."""
    if diff.status == "same":
        return SAME
    found = diff.changes
    if found is None:
        return OUTDATED
    if not found.new + found.gone + found.changed:
        return f"Nothing is different in {count(found.same, 'patient')}: only what the cohort is called, or how it was marked."
    return f"Patients: {found.new:,} new, {found.gone:,} gone, {found.changed:,} changed, {found.same:,} as before."


def figure_label(diff: VersionDiff, one: Headline) -> str:
    """What a headline figure is called."""
    return {
        "treated": "Treated",
        "completers": f"Assessed at month {diff.spec.month} (completers)",
        "response": f"{question(diff.spec)}, of completers",
        "any event": "Any adverse event",
    }[one.shown]


def figure_words(one: Figure | None) -> str:
    """`29/70, 41.4% (30.6–53.1%)`; a dash where there is none."""
    if one is None:
        return NONE
    if one.shown == "treated":
        return f"{one.events:,}" if one.events == one.n else f"{one.events:,} of {one.n:,}"
    counts = f"{one.events:,}/{one.n:,}"
    return counts if one.rate is None else f"{counts}, {rate_with_interval(one.rate)}"


def row_words(one: TableDiff) -> str:
    """`Visits: 1 new, 2 gone`."""
    return f"{one.label}: {', '.join(f'{n:,} {word}' for n, word in ((one.new, 'new'), (one.gone, 'gone')) if n)}"


def value_words(one: ValueChange) -> str:
    """`SALT at month 9: 20 → not recorded`."""
    at = f" at {one.place}" if one.place else ""
    before, after = (NOT_RECORDED if value is None else value for value in (one.before, one.after))
    return f"{one.label}{at}: {before} → {after}"


def patient_words(one: PatientDiff) -> str:
    """All that changed in a patient."""
    more = [f"{one.more:,} more"] if one.more else []
    return "; ".join([*map(value_words, one.values), *more, *map(row_words, one.rows)])


def caption(catalogue: Catalogue, diff: VersionDiff, view: View, made_on: date) -> Caption:
    """Everything that stands around one card."""
    figures = view == "headlines"
    said = f"{both_words(diff)}." if figures else finding(diff)
    intervals = "Intervals: Wilson score for the response; Clopper-Pearson for adverse events, out of everyone treated."
    made = f"{filter_sentence(catalogue, diff.cohort)} Completers: {window_words(diff.spec)}. {intervals}"
    return Caption(
        title=f"{HEADINGS[view]}. {both_words(diff)}",
        heading=HEADINGS[view],
        note=said,
        alt=f"{HEADINGS[view]}. {finding(diff)}",
        cohort=filter_sentence(catalogue, diff.cohort) if figures else "All patients of both versions.",
        counts=finding(diff),
        method=made if figures else METHOD,
        data=data_line(_provenance(diff.after), made_on),
        synthetic=diff.after.synthetic,
        how=(("Versions", both_words(diff)), ("Changes", METHOD), ("Endpoint", diff.spec.endpoint.definition)),
        file_stem=file_stem(f"versions-{view}-{short(diff.before.digest)}", diff.spec, diff.cohort, _provenance(diff.after)),
    )


def _provenance(version: Version) -> Provenance:
    return Provenance(
        version=version.digest,
        cohort_name=version.cohort_name,
        synthetic=version.synthetic,
        published_at=version.published_at,
        patients=version.patients,
        in_view=version.patients,
    )


def as_text(catalogue: Catalogue, diff: VersionDiff) -> str:
    """The result for a terminal."""
    lines = [f"{both_words(diff)}.", finding(diff)]
    if diff.headlines:
        lines.append(filter_sentence(catalogue, diff.cohort))
    lines += [f"  {figure_label(diff, one)}: {figure_words(one.before)} → {figure_words(one.after)}" for one in diff.headlines]
    if diff.changes:
        lines += [
            f"  {one.label}: {one.before:,} → {one.after:,} ({one.new:,} new, {one.gone:,} gone, {one.changed:,} changed)"
            for one in diff.changes.tables
        ]
        lines += [f"  {one.table}, {one.label}: changed in {count(one.patients, 'patient')}" for one in diff.changes.variables]
    return "\n".join(lines)
