"""The cohort filter's choices with their counts."""

from dataclasses import dataclass

from core.domain.filters import Clause, CohortFilter
from core.domain.variable import Level, Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a variable: `n` patients have it under all other conditions of the filter, `total` without any."""

    level: Level
    n: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """What the filter can say about one variable.

    Choices for a category; for a number the bins (lower edge, n, total) and the span of the data. `missing`: not recorded,
    counted like `Choice.n`; `missing_total`: without any condition.
    """

    variable: Variable
    clause: Clause | None
    choices: tuple[Choice, ...]
    bins: tuple[tuple[float, int, int], ...]
    bin_width: float
    missing: int
    missing_total: int

    @property
    def recorded(self) -> bool:
        """True where at least one patient of the whole cohort has a value."""
        return bool(self.bins) or any(choice.total for choice in self.choices)

    @property
    def span(self) -> tuple[float, float]:
        """The lower edge of the first bin and the upper edge of the last, within the variable's plausible range."""
        if not self.bins:
            return self.variable.low or 0.0, self.variable.high or 0.0
        last = self.bins[-1][0] + self.bin_width
        return self.bins[0][0], min(last, self.variable.high if self.variable.high is not None else last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The whole filter panel: n in view of N, and every variable of the filter."""

    cohort: CohortFilter
    in_view: int
    patients: int
    facets: tuple[Facet, ...]
