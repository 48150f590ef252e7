"""Endpoints and analysis sets: what counts as response, and who is in the denominator."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A response definition on one measure; every condition that is given must hold.

    at_most: value <= this. reduction_percent: 100 * (baseline - value) / baseline >= this. improvement: baseline - value
    >= this. baseline_at_least: only patients with at least this baseline are evaluated (others are not in any denominator).
    """

    key: str
    label: str
    measure: str
    definition: str
    at_most: float | None = None
    reduction_percent: float | None = None
    improvement: float | None = None
    baseline_at_least: float | None = None

    @property
    def needs_baseline(self) -> bool:
        """True where the endpoint cannot be told without the baseline value."""
        return not (self.reduction_percent is self.improvement is self.baseline_at_least is None)


class AnalysisSet(StrEnum):
    """Who is in the denominator, and what a missing assessment counts as."""

    OBSERVED = "observed"
    NRI = "nri"
    LOCF = "locf"
    BEST = "best"
    WORST = "worst"


class Outcome(StrEnum):
    """What is known of one patient's response at the month asked for.

    NOT_EVALUABLE: below the endpoint's entry condition, or without the baseline it needs. CARRIED_...: not assessed in the
    window, by the last value before it. MISSING: not assessed, and no value before.
    """

    NOT_EVALUABLE = "not-evaluable"
    RESPONSE = "response"
    NO_RESPONSE = "no-response"
    CARRIED_RESPONSE = "carried-response"
    CARRIED_NO_RESPONSE = "carried-no-response"
    MISSING = "missing"


def denominator(analysis_set: AnalysisSet, outcome: Outcome) -> bool:
    """True where a patient with this outcome is counted in the denominator of this set."""
    if outcome is Outcome.NOT_EVALUABLE:
        return False
    if analysis_set is AnalysisSet.OBSERVED:
        return outcome in (Outcome.RESPONSE, Outcome.NO_RESPONSE)
    if analysis_set is AnalysisSet.LOCF:
        return outcome is not Outcome.MISSING
    return True


def responds(analysis_set: AnalysisSet, outcome: Outcome) -> bool:
    """True where a patient with this outcome is counted as a responder in this set."""
    if outcome is Outcome.RESPONSE:
        return True
    if analysis_set is AnalysisSet.LOCF:
        return outcome is Outcome.CARRIED_RESPONSE
    missing = outcome in (Outcome.CARRIED_RESPONSE, Outcome.CARRIED_NO_RESPONSE, Outcome.MISSING)
    return analysis_set is AnalysisSet.BEST and missing
