"""The overview: patient flow, baseline by response, and published figures beside this cohort's."""

from dataclasses import dataclass
from typing import Literal

from core.domain.estimates import Estimate
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance
from core.domain.rates import RateSpec

Arm = Literal["all", "responders", "non-responders", "not assessed"]
ARMS: tuple[Arm, ...] = ("all", "responders", "non-responders", "not assessed")
NO_VALUE = "No value in the window"  # where no reason is recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """From everyone treated to those who respond.

    `left` holds (reason, n) of those in view without an assessment in the window; they add up to in_view - assessed.
    `not_evaluable` are among the assessed or not, but outside the endpoint's entry condition. `rate` is responded/assessed.
    """

    treated: int
    in_view: int
    not_evaluable: int
    assessed: int
    responded: int
    rate: Estimate
    left: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One variable, or one of its levels, in one arm: a median with quartiles, or a count of the `n` recorded."""

    n: int
    missing: int
    count: int | None = None
    lower: float | None = None
    median: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRow:
    """One line of the baseline table. `level` is empty for a number; `smd`: responders against non-responders.

    The standardised difference of a choice stands in the line of its first level.
    """

    variable: str
    label: str
    unit: str
    level: str
    arms: tuple[Summary, ...]  # in the order of ARMS
    smd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One published figure beside this cohort's."""

    label: str
    printed: str
    events: int
    n: int
    rate: Estimate | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewResult:
    """Everything the overview page, its exports and the command line show."""

    spec: RateSpec
    cohort: CohortFilter
    provenance: Provenance
    flow: Flow
    sizes: tuple[int, ...]  # patients of each arm, in the order of ARMS
    baseline: tuple[BaselineRow, ...]
    published: tuple[Beside, ...]
    citation: str
