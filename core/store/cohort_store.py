"""Reading a published version: which one is in force, and one locked-down connection to it."""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import StoreError, StoreMissing, StoreOutdated, StoreUnreadable
from core.domain.provenance import Version
from core.store.location import Location, location
from core.store.parameters import numbers_written
from core.store.schema import fingerprint

if TYPE_CHECKING:
    import pyarrow as pa

Config = dict[str, str | bool | int | float | list[str]]
SMALL_FILE = 50_000_000  # bytes; some hundred thousand patients
LOCKED: Config = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
PUBLISH = "Publish a cohort first: python -m core import data/reference, or the folder of your own tables."
FAILED = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.ConnectionException,
)
FAILED_WORDS = ("IO Error", "Serialization Error", "FATAL Error", "INTERNAL Error")  # all that is left of the kind in a batch
Row = tuple[Any, ...]


class CohortStore:
    """One published version, opened read-only, without access to files or network. Safe to share between threads.

    A file or an engine that fails is StoreUnreadable; an error of the query itself is the engine's own, for it is one of this
    program that no other file would put right.
    """

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self.path = path
        self.catalogue = catalogue
        self._connection = _connect(path)
        self.version = _read_version(self._connection, path)
        _check_model(self.version, catalogue)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> list[Row]:
        """The rows of one query, on a cursor of its own. Texts travel as parameters, never as part of the query."""
        try:
            with self._connection.cursor() as cursor:
                return _asked(cursor, sql, parameters).fetchall()
        except FAILED as error:
            raise self._unreadable(error) from error

    def batches(self, sql: str, parameters: Mapping[str, object], size: int) -> "Iterator[pa.RecordBatch]":
        """The rows of one query as they come, about `size` at a time, column by column; none of them are kept."""
        try:
            with self._connection.cursor() as cursor:
                yield from _asked(cursor, sql, parameters).to_arrow_reader(size)
        except (*FAILED, OSError) as error:
            if isinstance(error, FAILED) or str(error).startswith(FAILED_WORDS):
                raise self._unreadable(error) from error
            raise

    def close(self) -> None:
        """Lets go of the file. Only for whoever opened it alone; a store of `open_store` is shared."""
        self._connection.close()

    def _unreadable(self, error: Exception) -> StoreUnreadable:
        """What to say of an engine that fails; the store is let go."""
        _forget(self)
        return StoreUnreadable(f"{self.path.name} can no longer be read ({_reason(error, self.path)}). {PUBLISH}")


def _asked(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]) -> duckdb.DuckDBPyConnection:
    """The cursor with the answer to a query."""
    written, texts = numbers_written(sql, parameters)
    return cursor.execute(written, texts) if texts else cursor.execute(written)


_opened: dict[tuple[Path, int, int], CohortStore] = {}
_opening = threading.Lock()


def in_force(where: Location | None = None) -> Path:
    """The file of the version in force. Raises StoreMissing or StoreUnreadable."""
    where = where or location()
    try:
        name = where.current.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StoreMissing(f"No cohort has been published in {where.folder.name} yet. {PUBLISH}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnreadable(f"CURRENT in {where.folder.name} cannot be read ({type(error).__name__}). {PUBLISH}") from error
    path = where.folder / name
    if Path(name).name != name or path.suffix != ".duckdb" or not path.is_file():
        raise StoreUnreadable(f"CURRENT names {name[:80]!r}, and there is no such version here. {PUBLISH}")
    return path


def open_store(catalogue: Catalogue, path: Path) -> CohortStore:
    """The store of a published file; opened once a process, and older ones let go. Raises StoreError in words."""
    status = path.stat()
    key = (path, status.st_ino, status.st_mtime_ns)
    with _opening:
        if key not in _opened:
            store = CohortStore(path, catalogue)
            _opened.clear()
            _opened[key] = store
        return _opened[key]


def _forget(store: CohortStore) -> None:
    """Lets go of a store that failed, so that the next look opens it anew."""
    with _opening:
        for key in [key for key, opened in _opened.items() if opened is store]:
            del _opened[key]


def current_store(catalogue: Catalogue, where: Location | None = None) -> CohortStore:
    """The store of the version in force."""
    return open_store(catalogue, in_force(where))


def versions(where: Location | None = None) -> tuple[Version, ...]:
    """Every readable published version, newest first; the one in force is marked. None published: an empty tuple."""
    where = where or location()
    try:
        current = in_force(where).name
    except StoreError:
        current = ""
    found = []
    for path in where.folder.glob("cohort-*.duckdb"):
        try:
            version = version_of(path)
        except StoreUnreadable:
            continue
        found.append(replace(version, in_force=path.name == current))
    return tuple(sorted(found, key=lambda version: version.published_at, reverse=True))


def version_of(path: Path) -> Version:
    """What a published file says of itself, also one of another data model. Raises StoreUnreadable."""
    with _connect(path) as connection:
        return _read_version(connection, path)


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True, config=LOCKED | _threads(path))
    except duckdb.Error as error:
        raise StoreUnreadable(f"{path.name} cannot be opened as a cohort ({_reason(error, path)}). {PUBLISH}") from error


def _threads(path: Path) -> Config:
    """One thread for a small file: sharing out so little work takes longer than doing it. For a large one every core but one,
    which is left to the browser: it mostly draws on this very machine, while the panel's counts are still being made.
    """
    return {"threads": 1 if path.stat().st_size < SMALL_FILE else max(1, (os.cpu_count() or 1) - 1)}


def _read_version(connection: duckdb.DuckDBPyConnection, path: Path) -> Version:
    try:
        with connection.cursor() as cursor:
            content = json.loads(cursor.execute("SELECT json FROM about").fetchall()[0][0])
        known = {field.name for field in fields(Version)}
        found: dict[str, Any] = {k: _tuples(v) for k, v in content.items() if k in known}
        return Version(**found)
    except (duckdb.Error, IndexError, ValueError, TypeError, AttributeError) as error:
        raise StoreUnreadable(f"{path.name} is not a published cohort. {PUBLISH}") from error


def _tuples(value: Any) -> Any:
    """A value as JSON has it, its lists as tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _check_model(version: Version, catalogue: Catalogue) -> None:
    if version.schema != fingerprint(catalogue):
        raise StoreOutdated(
            f"Version {version.digest} was made for another data model than this program's. "
            "Import your tables again to publish them in the new form."
        )


def _reason(error: Exception, path: Path) -> str:
    """The first line of an engine's message, without the place of the file on this machine."""
    line = str(error).splitlines()[0] if str(error) else type(error).__name__
    return line.replace(str(path), path.name).replace(str(path.parent), "the store")
