"""Visits at the planned months: who has one in the window, who has none, and who was no longer followed."""

from dataclasses import dataclass

from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance

PLANNED_SHARE = 0.25  # visits at a planned month, of the patients followed to the month before
GROUPS = ("in_window", "wider", "unseen", "stopped", "lost")
MOST_MONTHS = 24  # planned months that are shown; those with the most visits


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCoverage:
    """The patients in view at one planned month, each counted once, in the first group that fits.

    `in_window` have a visit within the window. Of those followed to the month `wider` have one only within the widest window,
    `unseen` none near. Of the others `stopped` had stopped treatment before the month, `lost` have no record at or after it.
    """

    month: int
    in_window: int
    wider: int
    unseen: int
    stopped: int
    lost: int

    @property
    def due(self) -> int:
        """Those in the window or followed to the month: the patients of whom a value can be expected."""
        return self.in_window + self.wider + self.unseen

    @property
    def n(self) -> int:
        """Everyone in view."""
        return self.due + self.stopped + self.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageResult:
    """A row a planned month. `other_months` have visits too, but too few to be called planned."""

    window: float
    widest: float
    cohort: CohortFilter
    provenance: Provenance
    months: tuple[MonthCoverage, ...]
    other_months: tuple[int, ...]
