"""How many have had a first event by when, by group."""

from dataclasses import dataclass

from core.domain.events import Kind, Treated, Which
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance
from core.domain.rates import Grouping

TICKS = 7  # months shown, about


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidenceSpec:
    """The first event of which kind (`category` is the key of a set where the kind is "special"), among events that are all of
    `only`, by group; `competing` says that stopping treatment ends the risk of an event rather than the view of it."""

    kind: Kind = "any"
    category: str = ""
    term: str = ""
    only: tuple[Which, ...] = ()
    by: Grouping | None = None
    competing: bool = True
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidenceStep:
    """From this month on: the share that has had one, with limits but where it is none or all; those at risk just before, and
    what happened then."""

    month: float
    at_risk: int
    events: int
    stops: int
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidenceCurve:
    """One group's curve. `followed` is the last month anybody was seen; `late` had their first event after they had
    stopped, and count as stopped; `undated` had an event of unknown month and are left
    out, as are those `not_followed`. `ends` holds (month, patients) of everyone used, whatever ended their time."""

    treated: Treated
    steps: tuple[IncidenceStep, ...]
    ends: tuple[tuple[float, int], ...]
    late: int
    undated: int
    not_followed: int

    @property
    def n(self) -> int:
        """The patients used."""
        return sum(n for _, n in self.ends)

    @property
    def followed(self) -> float:
        """The last month anybody was seen."""
        return max((month for month, _ in self.ends), default=0.0)

    def at(self, month: float) -> IncidenceStep | None:
        """The step in force at a month; None before the first."""
        return next((step for step in reversed(self.steps) if step.month <= month), None)

    def at_risk(self, month: float) -> int:
        """How many were still at risk at a month."""
        return sum(n for end, n in self.ends if end >= month)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidenceResult:
    """One curve a group, or one of everyone treated and in view."""

    spec: IncidenceSpec
    cohort: CohortFilter
    provenance: Provenance
    label: str  # of the event
    by_label: str
    method: str
    curves: tuple[IncidenceCurve, ...]
    in_no_group: int

    @property
    def months(self) -> tuple[float, ...]:
        """The months at which the curves are read: from 0 to the last anybody was seen, evenly, about TICKS of them."""
        last = max((curve.followed for curve in self.curves), default=0.0) or 1.0
        step = next((one for one in (1, 3, 6, 12, 24, 60, 120) if last / one <= TICKS), 240)
        return tuple(float(month) for month in range(0, int(last) + 1, step))
