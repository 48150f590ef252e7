"""How far a model can be trusted: what is asked of it besides its estimates."""

from dataclasses import dataclass

from core.domain.estimates import Estimate, Test
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec, Status
from core.domain.provenance import Provenance

SEED = 20250127
DRAWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A measure on the patients of the fit, and less its optimism."""

    apparent: float
    corrected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How much wider a term's interval is for what it shares with the others: the generalised VIF to the power 1/(2 df)."""

    label: str
    inflation: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The smallest and largest estimate of one coefficient when any one patient is left out; None where no such fit settled."""

    label: str
    level: str
    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """Diagnostics of one logistic model; `status` is that of the model, and without "ok" nothing is measured.

    `shrinkage` is the expected one, (chi-square - df) / chi-square of the whole model; `drawn` bootstrap samples from `seed`,
    of which `used` could be fitted.
    """

    spec: ModelSpec
    cohort: CohortFilter
    provenance: Provenance
    status: Status
    seed: int = SEED
    drawn: int = DRAWS
    used: int = 0
    whole: Test | None = None
    shrinkage: float | None = None
    auc: Estimate | None = None
    auc_corrected: float | None = None
    brier: Corrected | None = None
    slope: Corrected | None = None
    nagelkerke: float | None = None
    condition: float | None = None
    overlaps: tuple[Overlap, ...] = ()
    ranges: tuple[Range, ...] = ()
