"""The course of one laboratory test: what is asked (LabSpec) and what comes back (LabCourse)."""

from dataclasses import dataclass
from typing import Literal

from core.domain.filters import CohortFilter
from core.domain.labs import Criterion, CtcaeVersion, LabTest, Monitoring
from core.domain.provenance import Provenance
from core.domain.rates import Grouping
from core.domain.variable import Level

Scale = Literal["value", "change", "percent", "upper", "baseline"]
AskedScale = Scale | Literal["graded"]
SCALES: tuple[Scale, ...] = ("value", "change", "percent", "upper", "baseline")
MOST_LINES = 200  # patients; more are shown by median and quartiles alone


@dataclass(frozen=True, slots=True, kw_only=True)
class LabSpec:
    """Which test (key of the catalogue), on which scale, divided by which grouping, graded by which version of CTCAE.

    Scales: the value in the test's unit, its change from baseline, the same in percent of the baseline, the ratio to the upper
    limit of normal, the ratio to the baseline.
    """

    test: str
    scale: Scale = "value"
    by: Grouping | None = None
    version: CtcaeVersion = "5.0"


def scale_of(asked: AskedScale, test: LabTest) -> Scale:
    """The scale asked for; for `graded` the ratio to the upper limit where that defines grades, else the value."""
    if asked != "graded":
        return asked
    used = {limit.of for one in test.criteria for row in one.rows[1:] for limit in row.limits}
    return "upper" if "upper limit" in used else "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPoint:
    """The patients with a value at one month: how many, with median and quartiles on the scale asked for."""

    month: int
    n: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LabGroup:
    """One group of treated patients (all in view where `levels` is empty), and those of them with a value."""

    levels: tuple[Level, ...]
    n: int
    measured: int
    no_baseline: int  # measured, but not at month 0
    zero_baseline: int  # not known for percent and multiples
    points: tuple[LabPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabLine:
    """The values of one patient, (month, value on the scale), and the place of its group."""

    patient_id: str
    group: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalLimits:
    """Limits of normal in the test's unit, and how many patients they were given for."""

    lower: float | None
    upper: float | None
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """Where a grade lies on the scale; None for an open end."""

    grade: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabCourse:
    """Everything the chart of one test shows.

    `lines` is empty where more than MOST_LINES patients have values. `bands` are those of a baseline that was not above its
    limit, and there are none where limits of normal make them differ between patients (`bands_differ`). `monitoring` are
    the thresholds of the drugs in view.
    """

    spec: LabSpec
    cohort: CohortFilter
    provenance: Provenance
    label: str
    unit: str
    decimals: int
    criterion: Criterion | None
    groups: tuple[LabGroup, ...]
    lines: tuple[LabLine, ...]
    limits: tuple[NormalLimits, ...]
    bands: tuple[GradeBand, ...]
    bands_differ: bool
    monitoring: tuple[Monitoring, ...]
    measured: int  # patients in view with at least one value, in a group or in none
    no_unit: int  # values without a unit, which are not shown
    no_limits: int  # patients with values, but without any limit of normal
    in_no_group: int
    group_label: str = ""  # of the variable that makes the groups

    @property
    def treated(self) -> int:
        """Everyone in view: the denominator."""
        return self.provenance.in_view
