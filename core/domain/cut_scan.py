"""Every cut point of a number, with the response on either side, and how far the best of them can be believed."""

from dataclasses import dataclass
from typing import Literal

from core.domain.endpoint import AnalysisSet, Endpoint
from core.domain.estimates import Estimate
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance

DRAWS, SEED = 500, 20250127
LEAST_SHARE = 0.1
MOST_PATIENTS = 20_000
ScanStatus = Literal["ok", "nobody", "one outcome", "no cut", "too many patients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSpec:
    """Which number is cut, for which response at which month (+- window, in months), in which set."""

    variable: str
    endpoint: Endpoint
    month: int
    window: float
    analysis_set: AnalysisSet
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Patients with a value up to `at` against all others: (responders, patients) of both, and how they differ.

    `statistic` is the standardised difference, above 0 where those below respond more; `chosen` the share of bootstrap
    samples in which this cut was the best.
    """

    at: float
    below: tuple[int, int]
    above: tuple[int, int]
    difference: Estimate
    odds_ratio: Estimate
    statistic: float
    chosen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """All cuts that leave at least `least` of the patients on either side; none unless `status` is "ok".

    `p` is the exact share of all orders of the outcomes whose largest statistic is as large as the one at `best`; `seed` is
    that of the bootstrap samples.
    """

    spec: ScanSpec
    label: str
    unit: str
    cohort: CohortFilter
    provenance: Provenance
    status: ScanStatus
    n: int
    cuts: tuple[Cut, ...] = ()
    best: int | None = None
    p: float | None = None
    drawn: int = DRAWS
    used: int = 0
    seed: int = SEED
    least: float = LEAST_SHARE
