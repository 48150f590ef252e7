"""What the libraries raise over a damaged file, turned into words."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.domain.errors import DataError
from core.ingest.findings import refused

LARGEST = 500_000_000  # bytes of all that is packed into one workbook
SMALL = 20_000_000  # bytes that may be packed as tightly as they like
TIGHTEST = 100  # times that a sheet of cells is larger than what it is packed into; it is 5 to 30 times
SAVE = "Save it once more in the program that made it, or as CSV."


@contextmanager
def refusing(path: Path, kind: str) -> Iterator[None]:
    """Whatever goes wrong within is a DataError: of a damaged file a library raises whatever the damage leads to."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:
        why = " (it is behind a password)" if "encrypted" in str(error) else ""
        raise refused(path.name, f"not {kind} that can be read{why}", SAVE) from error


def unpackable(path: Path, packed: zipfile.ZipFile) -> None:
    """Raises DataError where few bytes would take all memory, or minutes: they unpack to too many."""
    unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > LARGEST:
        raise refused(path.name, f"it unpacks to more than {LARGEST // 1_000_000:,} MB", "Save the tables as CSV.")
    if unpacked > SMALL and any(one.file_size > max(SMALL, TIGHTEST * one.compress_size) for one in packed.infolist()):
        raise refused(path.name, f"a part of it unpacks to more than {TIGHTEST} times its size", "Save the tables as CSV.")
