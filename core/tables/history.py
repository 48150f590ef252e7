"""Versions and their history as tables."""

from core.domain.history import HistoryEntry, Release, Versions
from core.domain.rows import Rows
from core.words.history import ACTIONS, STATES, release_sources, short, size_words
from core.words.versions import minute

UNKNOWN = None


def releases_table(found: Versions) -> Rows:
    """One row a version on disk, newest first."""
    return [
        {
            "Version": short(one.digest),
            "State": STATES[one.state],
            "Published": minute(one.at) if one.at else UNKNOWN,
            "By": one.entry.who if one.entry else UNKNOWN,
            "Cohort": _cohort(one),
            "Patients": one.version.patients if one.version else UNKNOWN,
            "Files": release_sources(one),
            "Rows taken": one.entry.taken if one.entry else UNKNOWN,
            "Left out": one.entry.left_out if one.entry else UNKNOWN,
        }
        for one in found.releases
    ]


def short_releases_table(found: Versions) -> Rows:
    """The same in fewer columns; what the cohort is called only where that differs."""
    several = len({_cohort(one) for one in found.releases}) > 1
    return [
        {
            "Version": short(one.digest),
            "State": STATES[one.state],
            "Published": minute(one.at) if one.at else UNKNOWN,
            "By": one.entry.who if one.entry else UNKNOWN,
            **({"Cohort": _cohort(one)} if several else {}),
            "Files": release_sources(one, 1),
            "Patients": one.version.patients if one.version else UNKNOWN,
            "Rows taken": one.entry.taken if one.entry else UNKNOWN,
            "Left out": one.entry.left_out if one.entry else UNKNOWN,
        }
        for one in found.releases
    ]


def _cohort(release: Release) -> str | None:
    if release.version:
        return release.version.cohort_name
    return release.entry.cohort_name if release.entry else UNKNOWN


def events_table(found: Versions) -> Rows:
    """One row for everything that was done, the latest first."""
    return [
        {
            "When": minute(one.at),
            "What": ACTIONS[one.action],
            "Version": short(one.digest),
            "Cohort": one.cohort_name,
            "By": one.who,
            "Rows taken": one.taken,
            "Left out": one.left_out,
        }
        for one in found.events
    ]


def sources_table(entry: HistoryEntry) -> Rows:
    """One row a file that a version was made from."""
    return [{"File": one.name, "Size": size_words(one.bytes), "SHA-256": one.sha256} for one in entry.sources]
