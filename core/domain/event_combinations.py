"""Which kinds of events the same patients had."""

from dataclasses import dataclass
from typing import Literal

from core.domain.estimates import Estimate
from core.domain.events import Which
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance

SHOWN = 15  # combinations
CombinedKind = Literal["term", "category", "special"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinationSpec:
    """Combinations of terms, categories or sets of special interest, of events that are all of `only`."""

    only: tuple[Which, ...] = ()
    by: CombinedKind = "term"
    interval: str = "clopper-pearson"
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """The patients who had all of `members` and no other kind, at any time; `rate` is their share of everyone treated."""

    members: tuple[str, ...]
    patients: int
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinationResult:
    """The most frequent combinations of `found`, of `treated` patients in view of whom `had` had at least one kind.

    `kinds` are those in the combinations shown, with how many patients had each, alone or not, the most frequent first.
    """

    spec: CombinationSpec
    cohort: CohortFilter
    provenance: Provenance
    treated: int
    had: int
    found: int
    several: int  # patients with more than one kind
    combinations: tuple[Combination, ...]
    kinds: tuple[tuple[str, int], ...]

    @property
    def others(self) -> int:
        """The patients whose combination is not shown."""
        return self.had - sum(one.patients for one in self.combinations)
