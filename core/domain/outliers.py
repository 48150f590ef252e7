"""Laboratory values that lie far out among those of the same test and month."""

from dataclasses import dataclass

from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance

FENCE = 3.0  # interquartile ranges beyond the quartiles
FEWEST = 10  # values of a test at a month that fences are made of
MOST_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """One value, in the test's unit, with the fences it lies beyond and its limits of normal."""

    patient_id: str
    label: str
    unit: str
    decimals: int  # that its values are read with
    month: float
    value: float
    low: float
    high: float
    lower_limit: float | None
    upper_limit: float | None
    grade: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlierResult:
    """The values farthest out first, MOST_LISTED at most of `total`; `values` is how many have fences to be compared with.

    Without fences: `few` lie at a month with fewer than FEWEST values of the test, `alike` at one whose quartiles are alike.
    """

    cohort: CohortFilter
    provenance: Provenance
    values: int
    few: int
    alike: int
    total: int
    rows: tuple[Outlier, ...]
