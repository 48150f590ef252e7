"""One publication at a time: whoever changes what is in force holds the lock of the store. Readers never ask for it.

The lock is the operating system's own, so that it ends with the process that holds it, however that ends.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.domain.errors import StoreError
from core.store.location import Location

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".lock"
PATIENCE = 60.0  # seconds; what is done under the lock takes a fraction of one
PAUSE = 0.05


@contextmanager
def locked(where: Location, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the lock of a store that exists. Raises StoreError where somebody else does not let go of it."""
    descriptor = os.open(where.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "rb+") as handle:
        _wait(handle, where.folder, patience)
        try:
            yield
        finally:
            _let_go(handle)


def _wait(handle: IO[bytes], folder: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while not _taken(handle):
        if time.monotonic() > until:
            raise StoreError(f"The store {folder.name!r} is being changed by somebody else. Nothing was changed; try again.")
        time.sleep(PAUSE)


def _taken(handle: IO[bytes]) -> bool:
    """True where the lock is ours now."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _let_go(handle: IO[bytes]) -> None:
    """Gives the lock back at once, also where a process that was begun in the meantime still has the file."""
    if sys.platform == "win32":
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)
