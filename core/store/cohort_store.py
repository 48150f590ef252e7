"""Reading a published version: which one is in force, and one locked-down connection to it."""

import json
import threading
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import StoreMissing, StoreOutdated, StoreUnreadable
from core.domain.provenance import Version
from core.store.location import Location, location
from core.store.schema import SCHEMA_VERSION

LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
PUBLISH = "Publish a cohort first: python -m core import data/reference, or the folder of your own tables."
Row = tuple[Any, ...]


class CohortStore:
    """One published version, opened read-only, without access to files or network. Safe to share between threads."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self.path = path
        self.catalogue = catalogue
        self._connection = _connect(path)
        self.version = _read_version(self._connection, path)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> list[Row]:
        """The rows of one query, on a cursor of its own. Values travel as parameters, never as text."""
        try:
            with self._connection.cursor() as cursor:
                return cursor.execute(sql, parameters).fetchall() if parameters else cursor.execute(sql).fetchall()
        except duckdb.IOException as error:
            raise StoreUnreadable(f"{self.path.name} can no longer be read ({_first_line(error)}). {PUBLISH}") from error


_opened: dict[Path, CohortStore] = {}
_opening = threading.Lock()


def in_force(where: Location | None = None) -> Path:
    """The file of the version in force. Raises StoreMissing or StoreUnreadable."""
    where = where or location()
    try:
        name = where.current.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StoreMissing(f"No cohort has been published in {where.folder.name} yet. {PUBLISH}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnreadable(f"CURRENT in {where.folder.name} cannot be read ({_first_line(error)}). {PUBLISH}") from error
    path = where.folder / name
    if Path(name).name != name or path.suffix != ".duckdb" or not path.is_file():
        raise StoreUnreadable(f"CURRENT names {name[:80]!r}, and there is no such version here. {PUBLISH}")
    return path


def open_store(catalogue: Catalogue, path: Path) -> CohortStore:
    """The store of a published file; opened once a process, and older ones let go. Raises StoreError in words."""
    with _opening:
        if path not in _opened:
            store = CohortStore(path, catalogue)
            _opened.clear()
            _opened[path] = store
        return _opened[path]


def current_store(catalogue: Catalogue, where: Location | None = None) -> CohortStore:
    """The store of the version in force."""
    return open_store(catalogue, in_force(where))


def versions(where: Location | None = None) -> tuple[Version, ...]:
    """Every readable published version, newest first; the one in force is marked."""
    where = where or location()
    current = in_force(where).name
    found = []
    for path in where.folder.glob("cohort-*.duckdb"):
        try:
            with _connect(path) as connection:
                version = _read_version(connection, path)
        except (StoreUnreadable, StoreOutdated):
            continue
        found.append(replace(version, in_force=path.name == current))
    return tuple(sorted(found, key=lambda version: version.published_at, reverse=True))


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True, config=LOCKED)
    except duckdb.Error as error:
        raise StoreUnreadable(f"{path.name} cannot be opened as a cohort ({_first_line(error)}). {PUBLISH}") from error


def _read_version(connection: duckdb.DuckDBPyConnection, path: Path) -> Version:
    try:
        with connection.cursor() as cursor:
            text = cursor.execute("SELECT json FROM about").fetchall()[0][0]
        content = json.loads(text)
    except (duckdb.Error, IndexError, ValueError) as error:
        raise StoreUnreadable(f"{path.name} is not a published cohort. {PUBLISH}") from error
    if content.get("schema") != SCHEMA_VERSION:
        raise StoreOutdated(
            f"{path.name} was written for data model {content.get('schema')}, this program reads {SCHEMA_VERSION}. "
            "Import your tables again to publish them in the new form."
        )
    known = {field.name for field in fields(Version)}
    found: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content.items() if k in known}
    return Version(**found)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
