"""Courses that deserve a second look: rules, their limits, and what they find."""

from dataclasses import dataclass
from typing import Literal, get_args

from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance

Rule = Literal["jump", "swing", "unchanged", "after stop", "late event", "twice", "no score", "future", "half a stop"]
RULES: tuple[Rule, ...] = get_args(Rule)
JUMP_SHARE, JUMP_MONTHS = 0.7, 3.5  # of a score's range, between values at most so many months apart
EDGE_SHARE = 0.05  # of a score's range at either end
SAME_VALUES, FINE_STEPS = 4, 20  # values in a row; steps of a score that seldom stays the same by chance
MARGIN = 1.0  # months after stopping in which visits and events are expected
LATE_DAYS = 7  # after the day of publishing, for months are rounded
MOST_LISTED = 100  # findings of a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """One rule: of `compared` (pairs of values, visits, events or patients, as the rule says) `found` break it, in `patients`
    patients."""

    rule: Rule
    compared: int
    found: int
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFinding:
    """One finding: `month` is that of the visit or event, `what` the score or the event, `from_month` and `from_value` what
    came before or what the month is held against; None where the rule has none."""

    rule: Rule
    patient_id: str
    month: float | None
    what: str
    from_month: float | None
    from_value: float | None
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseResult:
    """Every rule, and the first MOST_LISTED findings of each; `patients` have at least one finding of any."""

    cohort: CohortFilter
    provenance: Provenance
    patients: int
    rules: tuple[RuleCount, ...]
    rows: tuple[CourseFinding, ...]
