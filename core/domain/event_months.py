"""How many patients had an event, month by month of treatment."""

from dataclasses import dataclass
from typing import Literal

from core.domain.estimates import Estimate
from core.domain.events import Which
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance

WIDTHS = (1, 3, 6, 12, 24, 60)  # months a column may span
MOST_COLUMNS, MOST_ROWS = 15, 20
Happening = Literal["ongoing", "began"]
RowKind = Literal["term", "category"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSpec:
    """Events that are all of `only`, by term or category; a patient counts in a month in which one was going on, or in which
    one `began`."""

    only: tuple[Which, ...] = ()
    by: RowKind = "term"
    happening: Happening = "ongoing"
    interval: str = "clopper-pearson"
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthColumn:
    """Months `first` to `last` of treatment, month 1 being the one that the first dose begins: from more than first - 1 to
    last months since the first dose. `followed` patients were still followed when it began."""

    first: int
    last: int
    followed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """One term or category: the patients who ever had it in the time they were followed, and their number and share of those
    followed in each column."""

    name: str
    patients: int
    counts: tuple[int, ...]
    rates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCell:
    """One row in one column: `patients` of those followed had it then."""

    row: MonthRow
    column: MonthColumn
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthResult:
    """The most frequent rows of `kinds`, of `treated` patients in view, `not_followed` of them without any record of time.

    Of the events, `undated` have no month of onset and `late` began after the end of the time followed: both are left out.
    """

    spec: MonthSpec
    cohort: CohortFilter
    provenance: Provenance
    treated: int
    not_followed: int
    columns: tuple[MonthColumn, ...]
    rows: tuple[MonthRow, ...]
    kinds: int
    undated: int
    late: int

    @property
    def width(self) -> int:
        """The months a column spans."""
        return self.columns[0].last if self.columns else 1

    def cell(self, place: int) -> MonthCell | None:
        """The cell of that place, counted from 0 along the first row, then the next; None for a place there is not."""
        if not 0 <= place < len(self.rows) * len(self.columns):
            return None
        y, x = divmod(place, len(self.columns))
        return MonthCell(row=self.rows[y], column=self.columns[x], patients=self.rows[y].counts[x])

    @property
    def highest(self) -> float:
        """The largest share of all cells."""
        return max((one.value or 0.0 for row in self.rows for one in row.rates), default=0.0)
