"""Publishing: four checked tables become one immutable file, and CURRENT is replaced in a single step.

A build writes to a folder of its own. Only when its file is whole, closed and on disk is that renamed to
`cohort-<digest>.duckdb`, and only then is CURRENT replaced (temporary file, fsync, rename). Killed at any moment, the version
in force stays whole and in force. The history has its line last; what is slow, the build, is done without the lock.
"""

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from core.domain.account import Account
from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader, as_it_stands
from core.domain.centres import SiteChange
from core.domain.errors import StoreError
from core.domain.history import HistoryEntry, ImportLog
from core.domain.problems import Problem
from core.domain.provenance import About, Version
from core.store.build import WHOLE_FILE, Told, build
from core.store.centres import version_beside
from core.store.history import HISTORY, now, record, user_name
from core.store.leftovers import sweep
from core.store.location import Location
from core.store.lock import locked
from core.store.parts import Part
from core.store.pseudonyms import key_of
from core.store.releases import digest_in_force
from core.store.stage import NO_ROOM
from core.store.synced import sync, sync_folder

ATTEMPTS = 5  # at joining the other centres of a version in force that is changed meanwhile


@dataclass(frozen=True, slots=True)
class Published:
    """The version now in force, what was found on the way, and what became of the rows of every source and of the sites."""

    version: Version
    findings: tuple[Problem, ...]
    accounts: tuple[Account, ...]
    site: SiteChange | None = None


def publish(
    where: Location,
    catalogue: Catalogue,
    parts: Sequence[Part],
    about: About,
    read: CellReader = as_it_stands,
    log: ImportLog | None = None,
) -> Published:
    """Checks the sources, their cells read by `read` first, builds a version of what can be taken and puts it in force.

    `log` goes into the history; without it that names the user of this process, and no files. Where `about` names a centre the
    patients of all others are kept, as they are in force when this one joins them, unless they are simulated.

    Raises UnevenTable where a source must be brought into order first, DataError, with every problem, where nothing can be
    published, and StoreError where the folder cannot be written; nothing is changed then.
    """
    try:
        where.folder.mkdir(parents=True, exist_ok=True)
        sweep(where.folder, ".building-*", ".current-*")
        for _ in range(ATTEMPTS):
            if published := _attempt(where, catalogue, parts, about, read, log or ImportLog(who=user_name())):
                return published
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(f"The store {where.folder.name!r} cannot be written ({reason}). Nothing was changed.") from error
    except NO_ROOM as error:
        raise StoreError("There is not enough room on the disk, or in memory, for this import. Nothing was changed.") from error
    except (duckdb.InternalException, duckdb.FatalException) as error:
        raise StoreError("The database engine failed while the version was made. Nothing was changed; try again.") from error
    raise StoreError("Other imports changed the version in force again and again. Nothing was changed; try again later.")


def _attempt(
    where: Location, catalogue: Catalogue, parts: Sequence[Part], about: About, read: CellReader, log: ImportLog
) -> Published | None:
    """The publication; None, with nothing changed, where the other centres were changed while it was made."""
    before = digest_in_force(Location(about.centre.beside)) if about.centre.beside else ""
    beside = version_beside(catalogue, about)
    building = where.folder / f".building-{secrets.token_hex(8)}"
    building.mkdir(0o700)
    try:
        key = key_of(where) if about.guarded else b""
        built = build(building, catalogue, parts, read, Told(about, key, beside))
        with locked(where):
            if about.centre.beside and digest_in_force(Location(about.centre.beside)) != before:
                return None
            version = _finish(building / WHOLE_FILE, where.folder / built.version.file, built.version)
            put_in_force(where, version.file)
            unwritten = _note(where, version, built.checked.accounts, log)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Published(version, (*built.checked.problems, *unwritten), built.checked.accounts, built.site)


def _note(where: Location, version: Version, accounts: Sequence[Account], log: ImportLog) -> list[Problem]:
    """Writes the publication into the history; what is in force stays so where that fails, and it is told."""
    entry = HistoryEntry(
        action="published",
        at=now(),
        who=log.who,
        digest=version.digest,
        cohort_name=version.cohort_name,
        sources=log.sources,
        mapping=log.mapping,
        taken=sum(one.taken for one in accounts),
        left_out=sum(one.left_out for one in accounts) + log.unread,
        site=log.site,
    )
    try:
        record(where, entry)
    except OSError as error:
        rule = f"the version is in force, but the history could not be written ({error.strerror})"
        remedy = "See to room and rights in the folder of the store."
        return [Problem(file=HISTORY, row=None, column=None, found=None, rule=rule, remedy=remedy, severity="warning")]
    return []


def _finish(building: Path, finished: Path, version: Version) -> Version:
    """Gives a whole build its name. One of the same content that still opens is left as it is, and is what is in force:
    readers may hold it."""
    kept = _published_at(finished) if finished.exists() else None
    if kept is not None:
        return replace(version, published_at=kept)
    sync(building)
    building.chmod(0o400)  # patients' data: for nobody else to read, and for nobody to write
    os.replace(building, finished)
    sync_folder(finished.parent)
    return version


def _published_at(path: Path) -> str | None:
    """When a finished build was published; None where it does not open."""
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return str(json.loads(con.execute("SELECT json FROM about").fetchall()[0][0])["published_at"])
    except (duckdb.Error, ValueError, LookupError):
        return None


def put_in_force(where: Location, file: str) -> None:
    """Makes a published file the version in force, in one step that cannot be seen half done."""
    temporary = where.folder / f".current-{secrets.token_hex(8)}"
    temporary.write_text(file + "\n", encoding="utf-8")
    sync(temporary)
    os.replace(temporary, where.current)
    sync_folder(where.folder)
