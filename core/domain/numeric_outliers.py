"""Numbers of patients and scores that lie far from those of the others."""

from dataclasses import dataclass

from core.domain.filters import CohortFilter
from core.domain.outliers import FENCE
from core.domain.provenance import Provenance

INNER, OUTER = 1.5, FENCE  # interquartile ranges beyond the quartiles: outside, and far out


@dataclass(frozen=True, slots=True, kw_only=True)
class Fences:
    """One number, or one score at a planned month: `n` values, their quartiles, and how many lie between inner and outer fence
    (`outside`) and beyond the outer one (`far`). None of it where there are too few values or the quartiles are alike.

    Fences are cut to the range that is possible.
    """

    variable: str
    label: str
    unit: str
    month: int | None
    n: int
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    inner: tuple[float, float] | None = None
    outer: tuple[float, float] | None = None
    outside: int = 0
    far: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericOutlier:
    """One value; `place` is that of its fences in the result, `beyond` how many interquartile ranges it lies beyond the nearer
    quartile."""

    place: int
    patient_id: str
    value: float
    beyond: float

    @property
    def far(self) -> bool:
        """True beyond the outer fence."""
        return self.beyond > OUTER


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericOutlierResult:
    """Every number with its fences, and the values farthest out, MOST_LISTED (of core/domain/outliers) at most."""

    window: float
    cohort: CohortFilter
    provenance: Provenance
    fences: tuple[Fences, ...]
    rows: tuple[NumericOutlier, ...]

    @property
    def total(self) -> int:
        """How many values lie beyond an inner fence."""
        return sum(one.outside + one.far for one in self.fences)
