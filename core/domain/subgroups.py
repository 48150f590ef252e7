"""The effect of one factor within the levels of others: what is asked and what comes back."""

from dataclasses import dataclass

from core.domain.errors import RequestError
from core.domain.estimates import Test
from core.domain.filters import CohortFilter
from core.domain.model import Fit, ModelSpec, Status, Why
from core.domain.provenance import Provenance
from core.domain.rates import Size, size_of
from core.domain.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupSpec:
    """A model of one factor alone, and the variables within whose levels it is looked at."""

    model: ModelSpec
    by: tuple[Term, ...]

    def __post_init__(self) -> None:
        if len(self.model.terms) != 1:
            raise RequestError(f"Subgroups are of one factor; {len(self.model.terms)} were asked for.")
        names = [term.key for term in self.by]
        if self.model.terms[0].key in names:
            raise RequestError(f"{self.model.terms[0].key} cannot be looked at within its own levels. Choose another variable.")
        wrong = next((term.key for term in self.by if term.form not in ("levels", "cuts")), None)
        if wrong is not None or len(set(names)) < len(names):
            raise RequestError(f"Subgroups need levels or cut points, each variable once; found {wrong or names}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Patients with or without the factor; `events` is None for least squares."""

    n: int
    events: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """The patients of one level, those with the factor and those without (none for a line), and its effect among them.

    `fit` is None where there is no estimate, and `status` says why.
    """

    level: str
    n: int
    events: int | None
    arms: tuple[Arm, ...]
    status: str
    fit: Fit | None

    @property
    def size(self) -> Size:
        """How far a number that rests on these patients can be read."""
        return size_of(self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupBlock:
    """The levels of one variable, and the test whether the effect differs between them.

    `adjusted_p` is the Benjamini-Hochberg value over all variables looked at.
    """

    variable: str
    label: str
    rows: tuple[Subgroup, ...]
    interaction: Test
    adjusted_p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupResult:
    """The effect among everyone used and within each level; nothing unless `status` is "ok".

    One estimator makes all estimates and tests; `skipped` are variables with fewer than two levels among the patients used.
    """

    spec: SubgroupSpec
    cohort: CohortFilter
    provenance: Provenance
    status: Status
    label: str
    level: str
    reference: str
    estimator: str = "none"
    why: tuple[Why, ...] = ()
    overall: Subgroup | None = None
    blocks: tuple[SubgroupBlock, ...] = ()
    skipped: tuple[str, ...] = ()
