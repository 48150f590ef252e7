"""The one tree of errors. Each message says what was asked, what was found and what to do.

CohortError
├── FilterError     a cohort filter that cannot mean anything (unknown variable, value out of reach)
├── RequestError    an analysis that cannot be asked of this cohort
├── DataError       tables that must not be published; carries every problem with its place
└── StoreError      no usable cohort version
    ├── StoreMissing
    ├── StoreUnreadable
    └── StoreOutdated
"""

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
