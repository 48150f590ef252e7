"""The events behind a mark of the adverse-event page, one a row, with the patient who had each."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from core.domain.event_combinations import CombinationResult
from core.domain.event_months import MonthResult
from core.domain.events import EventResult

Result = TypeVar("Result", EventResult, MonthResult, CombinationResult)
Of = TypeVar("Of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Events: `columns` label the cells of each of `rows`, None where not recorded, the pseudonym first. `total` is how many
    there are, not all of them listed."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListing(Generic[Result, Of]):
    """The events that a mark `of` a result counts: those of a row, of a cell of the months, of a combination."""

    result: Result
    of: Of
    events: Listed
