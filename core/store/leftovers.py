"""Folders for the time of a piece of work, and what a program that was killed has left behind."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "regrow-work-"
ABANDONED = 24 * 3600  # seconds after which nothing can still be writing it


def sweep(folder: Path, *patterns: str) -> None:
    """Removes the files and folders of these names that nothing has changed for a day. Raises OSError where one stays."""
    for leftover in [one for pattern in patterns for one in folder.glob(pattern)]:
        with suppress(FileNotFoundError):  # another program has just ended, or swept
            if time.time() - leftover.stat().st_mtime <= ABANDONED:
                continue
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink()


def work_folder() -> Path:
    """A new folder among the system's temporary ones, for nobody else to read; those left behind are removed first."""
    folder = Path(tempfile.gettempdir())
    with suppress(OSError):  # what is somebody else's stays
        sweep(folder, f"{PREFIX}*")
    return Path(tempfile.mkdtemp(prefix=PREFIX))


@contextmanager
def working_folder() -> Iterator[Path]:
    """Such a folder, which goes with all that is in it when the work ends."""
    folder = work_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
