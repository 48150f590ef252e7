"""Timelines: one lane a patient, from the first dose to the stop or the last record, with response and adverse events."""

from dataclasses import dataclass
from typing import Literal

from core.domain.endpoint import Endpoint
from core.domain.events import Which
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance

LANES = 25  # a page: what a projected screen shows without scrolling
LaneOrder = Literal["follow-up", "first event", "response"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSpec:
    """Which page of lanes (the first is 1) in which order: of the patients with an event that is all of `only`, or of
    `everyone`. `endpoint` says what response is."""

    endpoint: Endpoint
    only: tuple[Which, ...] = ()
    order: LaneOrder = "follow-up"
    everyone: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneEvent:
    """One event in months since the first dose; `end` is None while it goes on, `until` where its line is drawn to: its end,
    else the end of the lane, never before the onset."""

    term: str
    category: str
    grade: int | None
    onset: float
    end: float | None
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One patient: months followed (None without any record of time), the month of stopping and why, the month of the first
    visit at which the endpoint was met, all None or "" where there is none; `undated` events have no month of onset."""

    patient: str
    dose: str
    followed: float | None
    stopped: float | None
    reason: str
    response: float | None
    events: tuple[LaneEvent, ...]
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineResult:
    """One page of lanes in the order asked for, of `total`."""

    spec: TimelineSpec
    cohort: CohortFilter
    provenance: Provenance
    total: int
    lanes: tuple[Lane, ...]

    @property
    def first(self) -> int:
        """The place of the first lane among all; 0 without any."""
        return (self.spec.page - 1) * LANES + 1 if self.lanes else 0

    @property
    def last(self) -> int:
        """The place of the last lane among all."""
        return max(0, self.first + len(self.lanes) - 1)
