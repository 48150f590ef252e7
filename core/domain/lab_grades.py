"""CTCAE grades of laboratory tests: the worst of every patient, test by test, and the shift from the grade at baseline."""

from dataclasses import dataclass

from core.domain.estimates import Estimate
from core.domain.filters import CohortFilter
from core.domain.labs import CtcaeVersion, GradeLimit
from core.domain.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeSpec:
    """The version of CTCAE, and the test (key of the catalogue) whose shift is shown."""

    test: str
    version: CtcaeVersion = "5.0"
    interval: str = "clopper-pearson"
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedTest:
    """One test: `measured` of the treated have a value after month 0, `ungraded` of these no grade for want of a limit.

    `worst` counts patients by their worst grade after month 0, from grade 0 on. `rate` are those of grade 1 or more among
    everyone treated, with an interval where all of them were graded, and none where nobody was; `of_graded` those among the
    graded; `none_allows` the share that none at all of the graded still allows by the rule of three.
    """

    key: str
    label: str
    term: str
    measured: int
    ungraded: int
    worst: tuple[int, ...]
    rate: Estimate
    of_graded: Estimate
    none_allows: float | None

    @property
    def graded(self) -> int:
        """Those with a grade, 0 included."""
        return self.measured - self.ungraded

    @property
    def patients(self) -> int:
        """Those of grade 1 or more."""
        return sum(self.worst[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Patients of one grade at month 0 and one worst grade after it, None for not graded; `later`: with a value after it."""

    baseline: int | None
    worst: int | None
    later: bool
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabGrades:
    """Everything the bars of worst grades and the shift table show. `shifts` add up to everyone treated.

    `tests`: those with values in the data that this version grades, the most often graded first; `not_graded`: the labels of
    those that it does not. `label` and `term` are those of the test of the shift; no term where it is not graded.
    `of_baseline`: the multiple of an abnormal baseline at which grades begin, where anybody of the shift was graded by it.
    """

    spec: GradeSpec
    cohort: CohortFilter
    provenance: Provenance
    tests: tuple[GradedTest, ...]
    not_graded: tuple[str, ...]
    label: str
    term: str
    shifts: tuple[Shift, ...]
    of_baseline: GradeLimit | None

    @property
    def treated(self) -> int:
        """Everyone in view: the denominator."""
        return self.provenance.in_view
