"""Publishing: four checked tables become one immutable file, and CURRENT is replaced in a single step.

A build writes to a temporary file of its own. Only when that is whole, closed and on disk is it renamed to
`cohort-<digest>.duckdb`, and only then is CURRENT replaced (temporary file, fsync, rename). Killed at any moment, the version
in force stays whole and in force.
"""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader, as_it_stands
from core.domain.errors import StoreError
from core.domain.problems import Problem
from core.domain.provenance import Version
from core.store.checks import check, refusal
from core.store.derive import derive
from core.store.location import Location
from core.store.readings import read_staged
from core.store.schema import fingerprint
from core.store.stage import quoted, stage

ABANDONED = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the files say of themselves: a name, whether they are simulated, and the published analysis they mirror."""

    name: str
    synthetic: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """The version now in force, and the warnings on the way."""

    version: Version
    warnings: tuple[Problem, ...]


def publish(
    where: Location, catalogue: Catalogue, files: Mapping[str, Path], about: About, read: CellReader = as_it_stands
) -> Published:
    """Checks the files, their cells read by `read` first, builds a version and puts it in force.

    Raises DataError, with every problem, or StoreError where the folder cannot be written; nothing is changed then.
    """
    try:
        where.folder.mkdir(parents=True, exist_ok=True)
        _sweep(where.folder)
        building = where.folder / f".building-{secrets.token_hex(8)}.duckdb"
        try:
            version, warnings = _build(building, catalogue, files, about, read)
            version = _finish(building, where.folder / version.file, version)
            put_in_force(where, version.file)
        finally:
            for leftover in where.folder.glob(f"{building.name}*"):
                leftover.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(f"The store {where.folder.name!r} cannot be written ({reason}). Nothing was changed.") from error
    return Published(version, warnings)


def _finish(building: Path, finished: Path, version: Version) -> Version:
    """Gives a whole build its name. One of the same content that still opens is left as it is, and is what is in force:
    readers may hold it."""
    kept = _published_at(finished) if finished.exists() else None
    if kept is not None:
        return replace(version, published_at=kept)
    _sync(building)
    building.chmod(0o400)  # patients' data: for nobody else to read, and for nobody to write
    os.replace(building, finished)
    _sync_folder(finished.parent)
    return version


def _published_at(path: Path) -> str | None:
    """When a finished build was published; None where it does not open."""
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return str(json.loads(con.execute("SELECT json FROM about").fetchall()[0][0])["published_at"])
    except (duckdb.Error, ValueError, LookupError):
        return None


def _sweep(folder: Path) -> None:
    """Removes what builds that were killed have left behind, once nothing can still be writing it."""
    for leftover in [*folder.glob(".building-*"), *folder.glob(".current-*")]:
        if time.time() - leftover.stat().st_mtime > ABANDONED:
            leftover.unlink(missing_ok=True)


def put_in_force(where: Location, file: str) -> None:
    """Makes a published file the version in force, in one step that cannot be seen half done."""
    temporary = where.folder / f".current-{secrets.token_hex(8)}"
    temporary.write_text(file + "\n", encoding="utf-8")
    _sync(temporary)
    os.replace(temporary, where.current)
    _sync_folder(where.folder)


def _build(
    path: Path, catalogue: Catalogue, files: Mapping[str, Path], about: About, read: CellReader
) -> tuple[Version, tuple[Problem, ...]]:
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path), config={"autoinstall_known_extensions": False}) as con:
        con.execute("SET preserve_insertion_order = true")
        con.execute("SET enable_progress_bar = false")
        problems = stage(con, catalogue, files)
        if not any(problem.severity == "blocks" for problem in problems):  # else one cause would look like many
            problems += read_staged(con, catalogue, files, read)
            problems += check(con, catalogue, files)
        if any(problem.severity == "blocks" for problem in problems):
            raise refusal(problems)
        months = derive(con, catalogue)
        version = _describe(con, catalogue, files, about, months)
        con.execute("CREATE TABLE about (json VARCHAR)")
        con.execute("INSERT INTO about VALUES (?)", [json.dumps(_plain(version))])
        con.execute("CHECKPOINT")
    return version, tuple(problems)


def _describe(
    con: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    files: Mapping[str, Path],
    about: About,
    months: tuple[int, ...],
) -> Version:
    counts = {table.name: _count(con, table.name) for table in catalogue.tables}
    version = Version(
        digest="",
        file="",
        schema=fingerprint(catalogue),
        catalogue=catalogue.key,
        cohort_name=about.name,
        synthetic=about.synthetic,
        reference=about.reference,
        published_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        sources=tuple(path.name for path in files.values()),
        patients=counts["patient"],
        visits=counts["visit"],
        adverse_events=counts["adverse_event"],
        labs=counts["lab"],
        months=months,
    )
    digest = _digest(con, catalogue, version)
    return replace(version, digest=digest, file=f"cohort-{digest}.duckdb")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _digest(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, version: Version) -> str:
    """Sixteen hexadecimal digits of the content: the same tables give the same digest whatever the order of their rows."""
    content: dict[str, object] = {"schema": version.schema, "about": _about(version)}
    for table in catalogue.tables:
        cells = ", ".join(f"coalesce(CAST({quoted(variable.name)} AS VARCHAR), chr(1))" for variable in table)
        row = f"md5_number_lower(concat_ws(chr(31), {cells}))"
        total = con.execute(f"SELECT count(*), CAST(sum({row}::HUGEINT) AS VARCHAR) FROM {table.name}").fetchall()[0]
        content[table.name] = list(total)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _about(version: Version) -> list[object]:
    return [version.cohort_name, version.synthetic, version.reference]


def _plain(version: Version) -> dict[str, object]:
    return {name: getattr(version, name) for name in Version.__dataclass_fields__ if name != "in_force"}


def _sync(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; the rename itself is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
