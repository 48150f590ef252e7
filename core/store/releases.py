"""The versions on disk with their publications, and the one that a digest, or the beginning of one, means."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import RequestError, StoreError, StoreUnreadable
from core.domain.history import HistoryEntry, Release, State, Versions
from core.domain.provenance import Version
from core.store.cohort_store import in_force, version_of
from core.store.history import history
from core.store.location import Location, location
from core.store.schema import fingerprint

PREFIX, SUFFIX = "cohort-", ".duckdb"
NAMED = 6  # digests a message names


def all_versions(catalogue: Catalogue, where: Location | None = None) -> Versions:
    """Every version on disk, newest first, and the history. A file that cannot be read is listed as such."""
    where = where or location()
    events, current = history(where), digest_in_force(where)
    found = [_release(path, catalogue, events, current) for path in where.folder.glob(f"{PREFIX}*{SUFFIX}")]
    found.sort(key=lambda one: (one.at, -events.index(one.entry) if one.entry else -len(events)), reverse=True)
    return Versions(releases=tuple(found), events=events)


def digest_in_force(where: Location) -> str:
    """The digest of the version that CURRENT names; empty where there is none."""
    try:
        return digest_of(in_force(where))
    except StoreError:
        return ""


def digest_of(path: Path) -> str:
    """The digest in the name of a published file."""
    return path.name.removeprefix(PREFIX).removesuffix(SUFFIX)


def path_of(where: Location, digest: str) -> Path:
    """The published file of a digest, or of the beginning of one. Raises RequestError where none, or several, have it."""
    paths = sorted(where.folder.glob(f"{PREFIX}*{SUFFIX}"))
    asked = digest.strip().lower()
    found = [path for path in paths if asked and digest_of(path).startswith(asked)]
    if not found:
        raise RequestError(f"There is no version {digest[:40]!r} here. {_there_are(paths)}")
    if len(found) > 1:
        raise RequestError(f"{digest[:40]!r} is the beginning of {len(found)} versions. {_there_are(found)} Give more digits.")
    return found[0]


def previous(found: Versions) -> Release | None:
    """The version that was in force before the one that is, as far as it is still there and of this data model."""
    usable = [one for one in found.releases if one.state == "earlier"]
    order = [entry.digest for entry in found.events if entry.action != "removed"] + [one.digest for one in usable]
    return next((one for digest in order for one in usable if one.digest == digest), None)


def _there_are(paths: Sequence[Path]) -> str:
    named = [digest_of(path) for path in paths]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"There are: {', '.join(named[:NAMED])}{more}." if named else "Nothing has been published yet."


def _release(path: Path, catalogue: Catalogue, events: Sequence[HistoryEntry], current: str) -> Release:
    digest = digest_of(path)
    entry = next((one for one in events if one.digest == digest and one.action == "published"), None)
    try:
        status = path.stat()
        version = replace(_kept(path, status.st_ino, status.st_mtime_ns), in_force=digest == current)
    except (StoreUnreadable, OSError):
        return Release(digest=digest, state="unreadable", entry=entry)
    state: State = "in force" if digest == current else "earlier"
    outdated = version.schema != fingerprint(catalogue)
    return Release(digest=digest, state="outdated" if outdated else state, version=version, entry=entry)


@lru_cache(maxsize=500)
def _kept(path: Path, _inode: int, _modified: int) -> Version:
    """What a file says of itself, read once: a published file never changes."""
    return version_of(path)
