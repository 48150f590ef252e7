"""The history of a store: one line of JSON for every publication, putting back and removal, only ever added to.

The line is written after the fact, so a kill -9 may leave a version without a line, or half a line at the end; neither hides
any other.
"""

import getpass
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.domain.errors import StoreError
from core.domain.history import HistoryEntry, SourceFile
from core.store.location import Location, location

HISTORY = "history.jsonl"
UNKNOWN = "unknown"
LONGEST_NAME = 80  # letters of who it was


def record(where: Location, entry: HistoryEntry) -> None:
    """Adds a line and sees it onto the disk. The caller holds the lock of the store. Raises OSError."""
    text = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
    descriptor = os.open(where.folder / HISTORY, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "rb+") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(max(size - 1, 0))
        torn = handle.read(1) not in (b"", b"\n")  # a line that was cut off stays one by itself
        handle.write(("\n" * torn + text).encode())
        handle.flush()
        os.fsync(handle.fileno())


def history(where: Location | None = None) -> tuple[HistoryEntry, ...]:
    """All that was done, the latest first. A line that is no entry is passed over; a file that cannot be read is StoreError."""
    path = (where or location()).folder / HISTORY
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StoreError(
            f"{HISTORY} cannot be read ({error.strerror}). See to the rights of the folder of the store."
        ) from error
    return tuple(reversed(list(_entries(lines))))


def _entries(lines: Sequence[bytes]) -> Iterator[HistoryEntry]:
    for line in lines:
        try:
            yield _entry(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            continue


def _entry(content: dict[str, Any]) -> HistoryEntry:
    """The entry of a line. ValueError, TypeError or KeyError where the line is none."""
    datetime.fromisoformat(content["at"])
    sources = [
        SourceFile(name=_text(one["name"]), bytes=int(one["bytes"]), sha256=_text(one["sha256"])) for one in content["sources"]
    ]
    return HistoryEntry(
        action=content["action"],
        at=content["at"],
        who=_text(content["who"]),
        digest=_text(content["digest"]),
        cohort_name=_text(content["cohort_name"]),
        sources=tuple(sources),
        mapping=_text(content["mapping"]),
        taken=_count(content["taken"]),
        left_out=_count(content["left_out"]),
        site=_text(content.get("site", "")),
    )


def _count(value: object) -> int | None:
    if value is not None and not isinstance(value, int):
        raise TypeError(f"{value!r} is no count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def sources_of(paths: Sequence[Path]) -> tuple[SourceFile, ...]:
    """The files, and those that lie in the folders, as the history names them; read in pieces. Raises OSError."""
    files = [file for path in paths for file in (_files_in(path) if path.is_dir() else [path])]
    return tuple(_source(file) for file in files)


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _source(path: Path) -> SourceFile:
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256")
        return SourceFile(name=path.name, bytes=handle.tell(), sha256=digest.hexdigest())


def user_name() -> str:
    """Who runs this process, as the operating system names them; "unknown" where it does not."""
    try:
        return getpass.getuser()[:LONGEST_NAME]
    except (OSError, KeyError, ImportError):
        return UNKNOWN


def now() -> str:
    """This moment, as the history writes it: an ISO date-time in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
