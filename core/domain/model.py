"""Regression: what is asked (ModelSpec) and what comes back (ModelResult)."""

from dataclasses import dataclass
from typing import Literal

from core.domain.endpoint import AnalysisSet, Endpoint
from core.domain.errors import RequestError
from core.domain.estimates import Estimate, Test
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance
from core.domain.terms import Term

ModelKind = Literal["logistic", "least_squares"]
Coding = Literal["treatment", "effect"]
Estimator = Literal["auto", "ml", "firth"]
Interval = Literal["profile", "wald"]
TestOf = Literal["lr", "wald"]
Status = Literal[
    "ok", "nobody", "one outcome", "nothing varies", "too few patients", "nothing left to explain", "separated", "not converged"
]
Why = Literal["asked", "separated", "few events"]
Variant = Literal["printed", "likelihood", "firth", "coding", "fewer terms"]
FEW_EVENTS_PER_PARAMETER = 5
MOST_TERMS = 15
MOST_LEVEL = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """Which regression, of which response at which month (+- window, in months), in which set, on which terms.

    Logistic: of the endpoint. Least squares: of the improvement rate 100 * (baseline - value) / baseline of the endpoint's
    measure, in percentage points, among those assessed. `estimator` auto takes Firth's where maximum likelihood does not exist
    or events are few. `interval` and `test` name what is printed beside each estimate.
    """

    kind: ModelKind
    endpoint: Endpoint
    month: int
    window: float
    analysis_set: AnalysisSet
    terms: tuple[Term, ...]
    coding: Coding = "treatment"
    estimator: Estimator = "auto"
    interval: Interval = "profile"
    test: TestOf = "lr"
    level: float = 0.95

    def __post_init__(self) -> None:
        names = [term.variable for term in self.terms]
        if not 1 <= len(names) <= MOST_TERMS:
            raise RequestError(f"A model needs 1 to {MOST_TERMS} terms; {len(names)} were asked for.")
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise RequestError(f"{twice} stands in the model twice. Keep one of the two.")
        if not 0.5 <= self.level <= MOST_LEVEL:
            raise RequestError(f"The confidence level {self.level} is not between 0.5 and {MOST_LEVEL}. Use for example 0.95.")
        if self.kind == "least_squares" and self.analysis_set is not AnalysisSet.OBSERVED:
            raise RequestError("Least squares takes those assessed only: nothing can be imputed for a rate of improvement.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One estimate of one coefficient: interval, test and the method that made them; `note` where there is none."""

    estimate: Estimate
    test: Test


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One row of the model: a level against its reference (or, effect-coded, against the mean), or a slope.

    `value` is the level as stored ("" for a slope), `level` in words.
    `n` and `events` count the patients of that level that were used (least squares: `events` is None); of a slope, everyone.
    `adjusted` is None where the column was dropped; `shadow` is the maximum-likelihood fit where Firth's is shown.
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
    shadow: Fit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refit:
    """A published estimate fitted again in one way; None where the model has no such row."""

    variant: Variant
    fit: Fit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFit:
    """A published estimate as printed (with so many `digits`), its p, and its refits."""

    kind: ModelKind
    label: str
    value: float
    digits: int
    p: float
    note: str
    refits: tuple[Refit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTest:
    """The test of a whole term on all its columns (type III: the model without it against the model with it)."""

    variable: str
    label: str
    test: Test


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliased:
    """A term that is left out, for this column of it cannot be told apart: it is constant, or a combination of others kept."""

    variable: str
    term: str
    label: str
    of: tuple[str, ...]  # labels of the columns it is a combination of; none where it is constant


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Patients in view that no fit uses, by the first reason that applies; `variable` is the label of what is not recorded."""

    reason: Literal["not evaluable", "not assessed", "not recorded", "no improvement rate"]
    variable: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelResult:
    """Everything the predictors page, its exports and the command line show of one model.

    `status` is "ok", or why there is no fit. `estimator` is the one whose estimates are shown and `why` it was taken.
    `parameters` counts slopes, the intercept left out; events per parameter = min(events, n - events) / parameters.
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
    estimator: Literal["ml", "firth", "ols", "none"] = "none"
    separated: bool = False
    why: tuple[Why, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    terms: tuple[TermTest, ...] = ()
    r2: float | None = None
    residual_sd: float | None = None

    @property
    def events_per_parameter(self) -> float | None:
        """The smaller outcome count per slope; None for least squares or without slopes."""
        if self.events is None or not self.parameters:
            return None
        return min(self.events, self.n - self.events) / self.parameters
