"""What a program that was killed has left behind."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

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
