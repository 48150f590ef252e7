"""What was done to the published versions: by whom, when, from which files, by which mapping."""

from dataclasses import dataclass
from typing import Literal

from core.domain.provenance import Version

Action = Literal["published", "put back", "removed"]
State = Literal["in force", "earlier", "outdated", "unreadable"]
ACTIONS: tuple[Action, ...] = ("published", "put back", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that a version was made from: its name, its size and the SHA-256 of its bytes in hexadecimal digits."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLog:
    """What an import leaves in the history beyond its version: who, which files, and the mapping as a text.

    `unread` are rows that the readers of the files left out before the store saw them; `site` is the centre that the files
    were of, where the others were kept.
    """

    who: str
    sources: tuple[SourceFile, ...] = ()
    mapping: str = ""
    unread: int = 0
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of the history. `at` is an ISO date-time in UTC; `taken` and `left_out` count rows, None where none came in.
    `site` is the one centre that was added or replaced; empty where everything was."""

    action: Action
    at: str
    who: str
    digest: str
    cohort_name: str
    sources: tuple[SourceFile, ...] = ()
    mapping: str = ""
    taken: int | None = None
    left_out: int | None = None
    site: str = ""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"{self.action!r} is none of {', '.join(ACTIONS)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version on disk: what it says of itself (None where it cannot be read), and its publication as the history tells it
    (None where that was cut short, or is older than the history)."""

    digest: str
    state: State
    version: Version | None = None
    entry: HistoryEntry | None = None

    @property
    def at(self) -> str:
        """When it was published, as far as is known."""
        return self.entry.at if self.entry else self.version.published_at if self.version else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Every version on disk, newest first, and all that was done to versions, the latest first."""

    releases: tuple[Release, ...]
    events: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What was removed, and what could not be because a program holds it open (on Windows)."""

    removed: tuple[str, ...]
    held: tuple[str, ...]
