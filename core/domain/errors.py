"""The one tree of errors. Each message says what was asked, what was found and what to do.

CohortError
├── FilterError     a cohort filter that cannot mean anything (unknown variable, value out of reach)
├── RequestError    an analysis that cannot be asked of this cohort
├── DataError       tables that must not be published; carries every problem with its place
├── UnevenTable     a text file whose rows do not fit its header, to be brought into order first
└── StoreError      no usable cohort version
    ├── StoreMissing
    ├── StoreUnreadable
    └── StoreOutdated
"""

from pathlib import Path

from core.domain.problems import Problem


class CohortError(Exception):
    """Something the reader can put right; the message is shown as it stands."""


class FilterError(CohortError):
    """A cohort filter that cannot mean anything."""


class RequestError(CohortError):
    """An analysis that cannot be asked of this cohort."""


class StoreError(CohortError):
    """No usable cohort version."""


class StoreMissing(StoreError):
    """Nothing has been published yet."""


class StoreUnreadable(StoreError):
    """The published file is damaged, gone or not ours."""


class StoreOutdated(StoreError):
    """The published file was written by another version of the data model."""


class DataError(CohortError):
    """Tables that must not be published; nothing was changed."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class UnevenTable(CohortError):
    """A text file whose rows the engine cannot take: more or fewer cells than the header has."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name} cannot be read as a table ({reason}).")
        self.path = path
