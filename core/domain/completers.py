"""Those assessed at a month beside those not assessed: how the two differed at the start."""

from dataclasses import dataclass

from core.domain.estimates import Test
from core.domain.filters import CohortFilter
from core.domain.overview import Summary
from core.domain.provenance import Provenance
from core.domain.rates import RateSpec

IMBALANCE = 0.1  # standardised difference from which groups are often called unlike


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLevel:
    """One number, or one level of a choice (`level` is empty for a number), in both groups."""

    level: str
    completers: Summary
    others: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedVariable:
    """One baseline variable: its lines, the standardised difference of completers from the others (for choices without a sign,
    None where it does not exist), the test that the groups are alike, and its p adjusted over all variables."""

    variable: str
    label: str
    unit: str
    levels: tuple[ComparedLevel, ...]
    smd: float | None
    test: Test
    adjusted_p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletersResult:
    """Variables in the order of the catalogue; those that nobody in view has are left out.

    `completers` are assessed within the visit window, `others` are not; `not_evaluable` are in neither.
    """

    spec: RateSpec
    cohort: CohortFilter
    provenance: Provenance
    completers: int
    others: int
    not_evaluable: int
    variables: tuple[ComparedVariable, ...]
