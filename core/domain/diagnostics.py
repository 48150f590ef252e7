"""How far a model can be trusted: what is asked of it besides its estimates."""

from dataclasses import dataclass

from core.domain.estimates import Estimate, Test
from core.domain.filters import CohortFilter
from core.domain.model import SEED, ModelSpec, Status
from core.domain.provenance import Provenance

DRAWS = 500
FLATTERED = 0.05  # the share of separated samples beyond which a correction without them is said to be too small
MOST_SINGLE = 2000  # patients, or kinds of patients: no plot of single ones can be read beyond, and each costs a refit


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
    """The smallest and largest estimate of one coefficient when any one patient is left out; both None where no such fit
    settled. An odds ratio that has no finite estimate without one is 0 or, where only `high` is None, infinite."""

    label: str
    level: str
    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RocPoint:
    """Whom a cut at this predicted risk calls responders: that many `responders` and `others` have it or a higher one.

    `sensitivity` and `false_positive` are these counts over all responders and all others; `risk` is None where the curve
    begins, at nobody.
    """

    risk: float | None
    responders: int
    others: int
    sensitivity: float
    false_positive: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationGroup:
    """Patients of about the same predicted risk, `low` to `high`: their mean risk and the share that responded."""

    n: int
    events: int
    low: float
    high: float
    predicted: float
    observed: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskBin:
    """How many patients have a predicted risk about the middle of a bin of width 0.02."""

    middle: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Observed against predicted risk: groups of rising risk, all predicted risks, and what the corrected slope would make of
    them: (predicted, expected in new patients), none without a corrected slope."""

    groups: tuple[CalibrationGroup, ...]
    risks: tuple[RiskBin, ...]
    expected: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientInfluence:
    """What one patient does to a fit.

    `observed` is 1 for a responder and 0 for the others, or the improvement rate; `fitted` the predicted risk, or rate.
    `cook` is Cook's distance. One entry a slope: `dfbetas`, the change by the patient in standard errors, and `without`, the
    estimate without the patient (odds ratio or points). None where there is none: the fit without the patient does not exist.
    `endless` are the places of odds ratios without a finite estimate then: 0, or where `without` is None infinite.
    """

    patient_id: str
    observed: float
    fitted: float
    leverage: float
    cook: float | None
    dfbetas: tuple[float | None, ...]
    without: tuple[float | None, ...]
    endless: tuple[int, ...] = ()

    @property
    def largest(self) -> int | None:
        """The place of the coefficient the patient moves most, the first of those that run to 0 or infinity without; None
        where that cannot be told."""
        if self.endless:
            return self.endless[0]
        sizes = [(abs(one), -at) for at, one in enumerate(self.dfbetas) if one is not None]
        return -max(sizes)[1] if sizes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """One patient of a least squares fit: fitted and observed - fitted in points, and the latter over its standard deviation
    without the patient. `expected` is the value that place among all would have if errors were normal, with the limits of
    95% of such values. None where the fit without the patient does not exist."""

    patient_id: str
    fitted: float
    residual: float
    studentised: float | None
    expected: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearChecks:
    """Measures of a least squares fit. `predicted_r2` and the tests need single patients and are None where there are too many;
    `df` are the degrees of freedom of the studentised residuals."""

    r2: float
    adjusted_r2: float
    residual_sd: float
    predicted_r2: float | None = None
    equal_variances: Test | None = None
    normality: Test | None = None
    df: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """Diagnostics of one model; `status` is that of the model, and without "ok" nothing is measured.

    Logistic: `whole` is by the likelihood of the fit, `shrinkage` the expected one, (chi-square - df) / chi-square of the whole
    model by maximum likelihood; `drawn` bootstrap samples
    from `seed`, of which `used` could be fitted and `separated` have no finite fit; `scores` distinct predicted risks, all of
    them points of `roc` unless there are more than MOST_SINGLE. Least squares: `linear` and `residuals`. `patients` and
    `residuals`, in the order of the data, are empty beyond MOST_SINGLE patients. `slopes` label the coefficients of `ranges`
    and of each patient.
    """

    spec: ModelSpec
    cohort: CohortFilter
    provenance: Provenance
    status: Status
    seed: int = SEED
    drawn: int = DRAWS
    used: int = 0
    separated: int = 0
    whole: Test | None = None
    shrinkage: float | None = None
    auc: Estimate | None = None
    auc_corrected: float | None = None
    brier: float | None = None
    brier_corrected: float | None = None
    slope: Corrected | None = None
    nagelkerke: float | None = None
    condition: float | None = None
    overlaps: tuple[Overlap, ...] = ()
    ranges: tuple[Range, ...] = ()
    scores: int = 0
    roc: tuple[RocPoint, ...] = ()
    calibration: Calibration | None = None
    linear: LinearChecks | None = None
    residuals: tuple[Residual, ...] = ()
    patients: tuple[PatientInfluence, ...] = ()

    @property
    def slopes(self) -> tuple[str, ...]:
        """`AA type: Totalis (AT)` and so on, one a coefficient."""
        return tuple(f"{one.label}: {one.level}" for one in self.ranges)

    @property
    def flattered(self) -> bool:
        """True where so many bootstrap samples were separated and left out that what is corrected looks better than it is."""
        return self.separated > FLATTERED * self.drawn
