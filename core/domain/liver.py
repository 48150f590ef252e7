"""Peak enzyme (ALT or AST) by peak bilirubin of every patient, in multiples of upper limits, in the quadrants of Hy's law."""

from dataclasses import dataclass
from typing import Literal

from core.domain.filters import CohortFilter
from core.domain.labs import LiverRule
from core.domain.provenance import Provenance

Quadrant = Literal["normal", "enzyme", "bilirubin", "both"]
QUADRANTS: tuple[Quadrant, ...] = ("normal", "enzyme", "bilirubin", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiverCourse:
    """One test of one patient: (month, multiple of the upper limit)."""

    label: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiverPatient:
    """One patient: both peaks after month 0 in multiples of the upper limit, which enzyme it was, and how they came about."""

    patient_id: str
    enzyme: float
    enzyme_label: str
    bilirubin: float
    courses: tuple[LiverCourse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiverBin:
    """Patients whose peaks lie near these two multiples."""

    enzyme: float
    bilirubin: float
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiverResult:
    """`both` patients have both peaks; `quadrants` counts them in the order of QUADRANTS.

    `patients` is empty where they are more than MOST_LINES: `bins` then say where they lie. The enzyme's
    peak is the higher of those of `enzyme_labels`. `with_enzyme` and `with_bilirubin`: patients with that peak.
    """

    cohort: CohortFilter
    provenance: Provenance
    rule: LiverRule
    enzyme_labels: tuple[str, ...]
    bilirubin_label: str
    with_enzyme: int
    with_bilirubin: int
    both: int
    quadrants: tuple[int, ...]
    patients: tuple[LiverPatient, ...]
    bins: tuple[LiverBin, ...]

    @property
    def treated(self) -> int:
        """Everyone in view: the denominator."""
        return self.provenance.in_view
