"""Response against tolerability: each group by how many had an adverse event and how many responded."""

from dataclasses import dataclass

from core.domain.endpoint import Endpoint
from core.domain.estimates import Estimate
from core.domain.events import Which
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance
from core.domain.rates import Grouping

LEAST = 10  # patients in either denominator, unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceSpec:
    """Which response at which month (+- window, in months) among those assessed, which events (all of `only`) of those
    treated, in the levels of every grouping in `by`; levels with fewer than `least` in either denominator are left out."""

    endpoint: Endpoint
    month: int
    window: float
    by: tuple[Grouping, ...]
    only: tuple[Which, ...] = ()
    least: int = LEAST
    interval: str = "clopper-pearson"  # of events, as among adverse events
    response_interval: str = "wilson"  # as among response rates
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class TolerancePoint:
    """One level of a variable, or everyone in view where both labels are "": `had` of `treated` patients had an event,
    `responders` of `completers` responded. The two denominators are not the same patients. `by` and `value` say the same as
    the labels, to ask by."""

    variable: str
    level: str
    treated: int
    had: int
    events: Estimate
    completers: int
    responders: int
    response: Estimate
    by: Grouping | None = None
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceResult:
    """The points, by variable; `small` are the levels left out for want of patients, `nowhere` says by variable how many
    patients have no level on record."""

    spec: ToleranceSpec
    cohort: CohortFilter
    provenance: Provenance
    everyone: TolerancePoint
    points: tuple[TolerancePoint, ...]
    small: tuple[TolerancePoint, ...]
    nowhere: tuple[tuple[str, int], ...]
