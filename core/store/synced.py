"""Files and the names of files that are on the disk, and not only on their way to it."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Sees what was written to a file onto the disk. Raises OSError."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """The same for the names in a folder."""
    if os.name == "nt":  # a folder cannot be opened there; the rename itself is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
