"""Where the store is: an engine URL, by default `duckdb:data/store` beside the program, else REGROW_STORE."""

import os
from dataclasses import dataclass
from pathlib import Path

from core.domain.errors import StoreError

SETTING = "REGROW_STORE"
READ_ONLY = "REGROW_READ_ONLY"
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data" / "store"


@dataclass(frozen=True, slots=True)
class Location:
    """The folder of published versions. `current` names the version in force."""

    folder: Path

    @property
    def current(self) -> Path:
        """The file whose one line names the version in force."""
        return self.folder / "CURRENT"


def location(url: str | None = None) -> Location:
    """The store at a URL, or at REGROW_STORE, or the default. Raises StoreError for an engine that is not there."""
    url = url or os.environ.get(SETTING, "")
    if not url:
        return Location(DEFAULT_FOLDER)
    engine, colon, path = url.partition(":")
    if not colon or engine != "duckdb":
        raise StoreError(
            f"The store setting {url!r} names no engine that is installed. "
            f"Set {SETTING} to duckdb: and a folder, for example duckdb:data/store."
        )
    return Location(Path(path.removeprefix("//") or DEFAULT_FOLDER).expanduser().resolve())


def read_only() -> bool:
    """True where REGROW_READ_ONLY is 1: whoever sees the dashboard may look, and change nothing of what is published."""
    return os.environ.get(READ_ONLY, "") == "1"
