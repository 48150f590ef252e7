"""eGFR from creatinine by two equations side by side."""

from dataclasses import dataclass

from core.domain.filters import CohortFilter
from core.domain.labs import KidneyRule, KnownEffect, Monitoring
from core.domain.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median and quartiles; None where there is no value."""

    lower: float | None
    median: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KidneyPoint:
    """The patients with a creatinine at one month: both rates and CKD-EPI less Japanese, in mL/min/1.73 m2.

    `step`: the change of creatinine from a baseline above 0 in umol/L, in `n_step` patients. `low_japan`, `low_ckd_epi`: those
    below the rate that the rule names.
    """

    month: int
    n: int
    japan: Spread
    ckd_epi: Spread
    difference: Spread
    n_step: int
    step: Spread
    low_japan: int
    low_ckd_epi: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KidneyResult:
    """Both equations over time. `fell_japan` and `fell_ckd_epi`: patients below the rate of the `rule` at least once after
    month 0.

    `measured`: patients with a rate; it needs creatinine, age and sex. `effects`: what the drugs in view do to creatinine.
    `note`: how kidney events of this cohort were graded, where that is known.
    """

    cohort: CohortFilter
    provenance: Provenance
    rule: KidneyRule
    measured: int
    points: tuple[KidneyPoint, ...]
    fell_japan: int
    fell_ckd_epi: int
    monitoring: tuple[Monitoring, ...]
    effects: tuple[KnownEffect, ...]
    note: str

    @property
    def treated(self) -> int:
        """Everyone in view: the denominator."""
        return self.provenance.in_view
