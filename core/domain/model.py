"""Regression: what is asked (ModelSpec) and what comes back (ModelResult)."""

from dataclasses import dataclass, replace
from typing import Literal

from core.domain.endpoint import AnalysisSet, Endpoint
from core.domain.errors import RequestError
from core.domain.estimates import Estimate, Test
from core.domain.filters import CohortFilter
from core.domain.imputation import Imputation, Missing
from core.domain.left_out import Aliased, Changed, LeftOut
from core.domain.provenance import Provenance
from core.domain.published_marks import PublishedMark
from core.domain.terms import Term, check_terms

ModelKind = Literal["logistic", "least_squares"]
Coding = Literal["treatment", "effect"]
Estimator = Literal["auto", "ml", "firth"]
Interval = Literal["profile", "wald", "bootstrap"]
TestOf = Literal["lr", "wald"]
Errors = Literal["classical", "hc3"]
Part = Literal["level", "line", "spline", "bend", "interaction"]
Status = Literal["ok", "nobody", "one outcome", "nothing varies", "too few patients", "nothing left to explain", "separated",
                 "no residual", "not converged", "too many patterns"]  # fmt: skip
LinearOutcome = Literal["improvement", "value"]
Why = Literal["asked", "separated", "few events"]
FEW_EVENTS_PER_PARAMETER = 5
SEED = 20250127
BOOTSTRAPS = 1000
MANY_PATIENTS = 100_000  # up to so many in view, kinds of patients are listed whatever the terms
MOST_PATTERNS = 20_000  # kinds of patients that are listed of more
MOST_LEVEL = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """Which regression, of which response at which month (+- window, in months), in which set, on which terms.

    Logistic: of the endpoint. Least squares: of the improvement rate 100 * (baseline - value) / baseline of the endpoint's
    measure, in percentage points, or (`linear_of`) of its value at the month, among those assessed. `estimator` auto takes
    Firth's where maximum likelihood does not exist or events are few. `interval` and `test` name what is printed beside each
    estimate; `errors` are the standard errors of least squares. Without `together` each term stands in a model of its own:
    crude estimates only. `missing` takes complete cases, or imputes what is not recorded.
    """

    kind: ModelKind
    endpoint: Endpoint
    month: int
    window: float
    analysis_set: AnalysisSet
    terms: tuple[Term, ...]
    together: bool = True
    coding: Coding = "treatment"
    estimator: Estimator = "auto"
    interval: Interval = "profile"
    test: TestOf = "lr"
    errors: Errors = "classical"
    linear_of: LinearOutcome = "improvement"
    level: float = 0.95
    missing: Missing = "complete"

    def __post_init__(self) -> None:
        check_terms(self.terms, together=self.together)
        if not 0.5 <= self.level <= MOST_LEVEL:
            raise RequestError(f"The confidence level {self.level} is not between 0.5 and {MOST_LEVEL}. Use for example 0.95.")
        if self.kind == "least_squares" and self.analysis_set is not AnalysisSet.OBSERVED:
            raise RequestError(
                "Least squares takes those assessed only: nothing is carried forward or taken for a failure there."
            )

    @property
    def main_terms(self) -> tuple[Term, ...]:
        """The terms of one variable each."""
        return tuple(term for term in self.terms if not term.by)

    @property
    def complete_cases(self) -> "ModelSpec":
        """The same question of patients with everything recorded."""
        return replace(self, missing="complete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One estimate of one coefficient: interval, test and the method that made them. With imputed values also the fraction of
    information lost to missing ones, 0..1, and how far other draws would move it, as a share of its standard error."""

    estimate: Estimate
    test: Test
    missing_information: float | None = None
    monte_carlo: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Where the other variable of an interaction stands: at a level, at a number (`value`) of units, or, with neither, at the
    mean of all its levels."""

    label: str
    level: str = ""
    value: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One row of the model: a level against its reference (or, effect-coded, against the mean of all levels), a slope, or a
    spline between the quartiles of its variable; or how two of these change each other.

    `value` is the level as stored ("" for a slope), `level` in words, `reference` that of a level ("" in effect coding); `at`
    is where the other variables of its interactions stand when this one is told.
    `n` and `events` count the patients of that level that were used (least squares: `events` is None); of a slope, everyone.
    `adjusted` is None where terms are not fitted together; `shadow` is the maximum-likelihood fit where Firth's is shown, and
    `endless` where that has no finite estimate: 1 for an odds ratio that grows without end, -1 for one that falls to 0.
    `crude_status` says why there is no crude estimate.
    """

    variable: str
    label: str
    value: str
    level: str
    reference: str
    n: int
    events: int | None
    crude: Fit | None
    adjusted: Fit | None
    part: Part = "level"
    at: tuple[Held, ...] = ()
    shadow: Fit | None = None
    endless: int = 0
    crude_status: str = "ok"

    @property
    def main(self) -> Fit | None:
        """The estimate to be read first."""
        return self.adjusted or self.crude


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTest:
    """The test of a whole term on all its columns (type III: the model without it against the model with it); of a spline
    also of its bends alone, which is the test of linearity."""

    variable: str
    label: str
    test: Test
    linearity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelResult:
    """Everything the predictors page, its exports and the command line show of one model.

    `status` is "ok", or why there is no fit. `estimator` is the one whose estimates are shown and `why` it was taken.
    `parameters` counts slopes (of terms fitted apart those of the largest), the intercept left out; events per parameter =
    min(events, outcomes - events) / parameters.
    `samples` of `BOOTSTRAPS` could be fitted, where intervals come from them.
    `imputation` is None where nothing was to be imputed; with imputed values `events` and the counts of the coefficients are
    of what is recorded. `streamed` where patients were fitted one by one, for their patterns were too many to list.
    """

    spec: ModelSpec
    cohort: CohortFilter
    provenance: Provenance
    status: Status
    n: int
    events: int | None
    left_out: tuple[LeftOut, ...]
    parameters: int
    aliased: tuple[Aliased, ...]
    labels: tuple[tuple[str, str], ...]
    measure: str
    changed: tuple[Changed, ...] = ()
    estimator: Literal["ml", "firth", "ols", "none"] = "none"
    separated: bool = False
    why: tuple[Why, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    terms: tuple[TermTest, ...] = ()
    r2: float | None = None
    residual_sd: float | None = None
    samples: int | None = None
    published: tuple[PublishedMark, ...] = ()
    imputation: Imputation | None = None
    streamed: bool = False

    @property
    def imputed(self) -> bool:
        """True where estimates are pooled over completed data sets."""
        return self.imputation is not None and self.imputation.state == "done"

    @property
    def outcomes(self) -> int:
        """Patients whose outcome is recorded."""
        return self.n - (self.imputation.outcomes if self.imputation else 0)

    @property
    def events_per_parameter(self) -> float | None:
        """The smaller outcome count per slope; None for least squares or without slopes."""
        if self.events is None or not self.parameters:
            return None
        return min(self.events, self.outcomes - self.events) / self.parameters
