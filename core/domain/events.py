"""Adverse events: what is asked (EventSpec) and what comes back (EventResult). The denominator is everyone treated."""

from dataclasses import dataclass
from typing import Literal

from core.domain.estimates import Estimate, Test, check_level
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance
from core.domain.rates import Grouping
from core.domain.variable import Level

Which = Literal["severe", "serious", "related", "stopping"]
WHICH: tuple[Which, ...] = ("severe", "serious", "related", "stopping")
SEVERE, FATAL = 3, 5  # CTCAE grades
STOPPING = "stopped"  # the action that ended treatment
GRADES = (1, 2, 3, 4, 5)
MONTHS_A_YEAR = 12
PER_YEARS = 100  # person-years that incidence rates are given for
Kind = Literal["any", "category", "term", "special"]
KINDS: tuple[Kind, ...] = ("any", "category", "term", "special")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSpec:
    """Which events count (those that meet every one of `only`), with which methods; patients compared by one grouping.

    `reference` is the level that differences are taken from; None for the first that has patients. Raises RequestError for a
    level out of reach.
    """

    only: tuple[Which, ...] = ()
    by: Grouping | None = None
    reference: str | None = None
    interval: str = "clopper-pearson"
    difference: str = "newcombe"
    level: float = 0.95

    def __post_init__(self) -> None:
        check_level(self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCount:
    """The events of one kind in one group of `n` treated patients.

    `patients` had at least one, `events` is how many they had; `worst` counts the patients by their worst grade, the first
    place those without one. `late` events began after treatment had stopped, and `late_patients` had their first one then.
    `rate` = patients / n, and `none_allows` the share that none at all in n still allows by the rule of three (None where
    somebody had one); `first_rate` = patients but the late / person-years until their first event; `event_rate` = events
    but the late / person-years of treatment; both per 100. The others compare with the reference group.
    """

    n: int
    patients: int
    events: int
    late: int
    late_patients: int
    worst: tuple[int, ...]
    rate: Estimate
    first_rate: Estimate
    event_rate: Estimate
    none_allows: float | None = None
    difference: Estimate | None = None
    risk_ratio: Estimate | None = None
    test: Test | None = None
    adjusted_p: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One kind of event in everyone in view and in each group: any at all, one category, one term of a category, or one set of
    special interest, whose label stands as the category and whose terms in the data are `members`."""

    kind: Kind
    category: str
    term: str
    overall: EventCount
    members: tuple[str, ...] = ()
    groups: tuple[EventCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """The patients of one group (of everyone where `levels` is empty): how many, person-years, and those never followed."""

    levels: tuple[Level, ...]
    n: int
    years: float
    not_followed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResult:
    """Everything the adverse-event page, its exports and the command line show.

    `rows`: any event first, then categories and terms, the most frequent first, those without an event in view last.
    `undated` events have no month of onset: whoever has only such ones counts as at risk for the whole time.
    """

    spec: EventSpec
    cohort: CohortFilter
    provenance: Provenance
    everyone: Treated
    groups: tuple[Treated, ...]
    reference: str | None
    rows: tuple[EventRow, ...]
    ungraded: int  # events without a grade
    undated: int
    in_no_group: int
    label: str = ""  # of the variable that makes the groups

    @property
    def any_event(self) -> EventRow:
        """The row of any event at all."""
        return self.rows[0]

    @property
    def reference_at(self) -> int | None:
        """The place of the reference group among the groups; None without one."""
        return next((at for at, one in enumerate(self.groups) if one.levels[0].value == self.reference), None)

    def of(self, kind: Kind) -> tuple[EventRow, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)
