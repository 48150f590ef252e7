"""What is not recorded: of every variable, and of every score at the planned months."""

from dataclasses import dataclass

from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingVariable:
    """One variable of a patient: of `n` patients `missing` have no value.

    `n` are the patients in view; where a value is owed by some of them only, those who have one of the variable named by
    `owed_with`.
    """

    variable: str
    label: str
    missing: int
    n: int
    owed_with: str = ""

    @property
    def share(self) -> float:
        """The share that is missing; 0 where nobody owes a value."""
        return self.missing / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredMonth:
    """One score at one planned month: `recorded` of `due` patients have a value within the visit window.

    `due` have a visit in the window, or were followed to the month.
    """

    month: int
    recorded: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureMonths:
    """One score at every planned month."""

    measure: str
    label: str
    months: tuple[MeasuredMonth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingResult:
    """Variables by the share that is missing, the largest first; scores in the order of the catalogue."""

    window: float
    cohort: CohortFilter
    provenance: Provenance
    variables: tuple[MissingVariable, ...]
    measures: tuple[MeasureMonths, ...]
