"""Response rates: what is asked (RateSpec) and what comes back (RateResult)."""

from dataclasses import dataclass
from typing import Literal

from core.domain.endpoint import AnalysisSet, Endpoint
from core.domain.errors import RequestError
from core.domain.estimates import Estimate, Test, check_level
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance
from core.domain.variable import Level

SMALL_GROUP = 10
TINY_GROUP = 5
Size = Literal["enough", "small", "tiny"]
Asked = Literal["any difference", "trend"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to divide patients: a variable, and for a number the cut points (values <= cut fall below it)."""

    variable: str
    cuts: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", tuple(sorted(set(self.cuts))))


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSpec:
    """Which response, at which month (+- window, in months), in which set, divided how, with which methods.

    `by` holds no, one or two groupings: the first makes the groups, the second splits each. `reference` is the group
    (a level of the first grouping) that differences are taken from; None for the first one with patients.
    """

    endpoint: Endpoint
    month: int
    window: float
    analysis_set: AnalysisSet
    by: tuple[Grouping, ...] = ()
    interval: str = "wilson"
    difference: str = "newcombe"
    level: float = 0.95
    reference: str | None = None

    def __post_init__(self) -> None:
        if len(self.by) > 2:
            raise RequestError(f"Rates can be divided by two variables at most; {len(self.by)} were asked for.")
        if len({grouping.variable for grouping in self.by}) < len(self.by):
            raise RequestError(f"Rates are split by {self.by[0].variable} twice. Choose two different variables.")
        check_level(self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRate:
    """The response rate of one group in the analysis set asked for.

    `in_view` = patients of the group; `n` = those in the denominator. `not_evaluable` = outside the endpoint's entry
    condition, never in n; `missing` = evaluable, but without an assessment in the window; `never_assessed` = those of them
    without any value before. n = in_view - not_evaluable, less `missing` among observed completers, less
    `never_assessed` where the last observation is carried forward.
    """

    levels: tuple[Level, ...]
    in_view: int
    n: int
    events: int
    missing: int
    never_assessed: int
    not_evaluable: int
    rate: Estimate
    size: Size
    difference: Estimate | None = None
    risk_ratio: Estimate | None = None
    odds_ratio: Estimate | None = None

    @property
    def label(self) -> str:
        """The group in words, all its levels together."""
        return ", ".join(level.label for level in self.levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRate:
    """The same rate of everyone in view under one analysis set."""

    analysis_set: AnalysisSet
    n: int
    events: int
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One test over groups; `within` names the level of the second grouping it was made in, "" for the whole.

    `adjusted_p` is the Benjamini-Hochberg value over all tests of the page.
    """

    question: Asked
    within: str
    test: Test
    adjusted_p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateResult:
    """Everything the response-rates page, its exports and the command line show."""

    spec: RateSpec
    cohort: CohortFilter
    provenance: Provenance
    overall: GroupRate
    groups: tuple[GroupRate, ...]
    sets: tuple[SetRate, ...]
    comparisons: tuple[Comparison, ...]
    reference: str | None
    in_no_group: int  # patients in view in whom a grouping variable was not recorded
    labels: tuple[tuple[str, str], ...]  # variable -> its label, for those in `spec.by`


def size_of(n: int) -> Size:
    """How far a rate over n patients can be read: tiny under 5, small under 10."""
    return "tiny" if n < TINY_GROUP else "small" if n < SMALL_GROUP else "enough"
