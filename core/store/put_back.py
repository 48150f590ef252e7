"""An earlier version put in force again, and versions removed: each by somebody's wish, never by itself."""

from collections.abc import Sequence
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import RequestError, StoreError
from core.domain.history import Action, HistoryEntry, Removal
from core.domain.provenance import Version
from core.store.cohort_store import CohortStore, version_of
from core.store.history import HISTORY, now, record
from core.store.location import READ_ONLY, Location, read_only
from core.store.lock import locked
from core.store.publish import put_in_force
from core.store.releases import all_versions, digest_in_force, digest_of, path_of


def put_back(where: Location, catalogue: Catalogue, digest: str, who: str) -> Version:
    """Puts an earlier version in force; a beginning of its digest is enough. Raises RequestError or StoreError where it is
    unknown, in force already, unreadable or of another data model; nothing is changed then."""
    check_allowed()
    path = path_of(where, digest)
    store = CohortStore(path, catalogue)
    version = store.version
    store.close()
    try:
        with locked(where):
            if digest_of(path) == digest_in_force(where):
                raise RequestError(f"Version {digest_of(path)} is in force already.")
            put_in_force(where, path_of(where, digest_of(path)).name)
            _note(where, "put back", version.digest, version.cohort_name, who)
    except OSError as error:
        raise _unwritable(where, error) from error
    return version


def newest_but(where: Location, catalogue: Catalogue, keep: int) -> tuple[str, ...]:
    """The digests of the earlier versions but for the `keep` newest of them, outdated ones included."""
    if keep < 0:
        raise RequestError(f"{keep} versions cannot be kept. Say how many of the earlier ones shall stay, 0 or more.")
    found = all_versions(catalogue, where).releases
    return tuple(one.digest for one in [one for one in found if one.version and not one.version.in_force][keep:])


def remove(where: Location, digests: Sequence[str], who: str) -> Removal:
    """Removes versions; a beginning of each digest is enough. Raises RequestError, nothing removed, where one is unknown or in
    force. A dashboard that has one open goes on reading it; Windows does not let a file go that is open, which is told."""
    check_allowed()
    try:
        with locked(where):
            paths = list(dict.fromkeys(path_of(where, digest) for digest in digests))
            kept = digest_in_force(where)
            if kept in map(digest_of, paths):
                raise RequestError(f"Version {kept} is in force and cannot be removed. Put another one in force first.")
            return _remove(where, paths, who)
    except OSError as error:
        raise _unwritable(where, error) from error


def _remove(where: Location, paths: Sequence[Path], who: str) -> Removal:
    removed, held = [], []
    for path in paths:
        name = _name(path)
        try:
            path.unlink()
        except PermissionError:
            held.append(digest_of(path))
            continue
        removed.append(digest_of(path))
        _note(where, "removed", digest_of(path), name, who)
    return Removal(removed=tuple(removed), held=tuple(held))


def _name(path: Path) -> str:
    """What the cohort is called; empty where the file cannot be read, which is no reason to keep it."""
    try:
        return version_of(path).cohort_name
    except StoreError:
        return ""


def _note(where: Location, action: Action, digest: str, cohort_name: str, who: str) -> None:
    try:
        record(where, HistoryEntry(action=action, at=now(), who=who, digest=digest, cohort_name=cohort_name))
    except OSError as error:
        raise StoreError(
            f"Version {digest} was {action}, but {HISTORY} could not be written ({error.strerror}). "
            "See to room and rights in the folder of the store."
        ) from error


def check_allowed() -> None:
    """Raises RequestError where nothing of what is published may be changed."""
    if read_only():
        raise RequestError(f"The setting {READ_ONLY} is 1 here: what is published can be looked at, and not be changed.")


def _unwritable(where: Location, error: OSError) -> StoreError:
    reason = error.strerror or type(error).__name__
    return StoreError(f"The store {where.folder.name!r} cannot be written ({reason}).")
