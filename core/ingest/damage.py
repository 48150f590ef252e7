"""What the libraries raise over a damaged file, turned into words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.domain.errors import DataError
from core.ingest.findings import refused

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
