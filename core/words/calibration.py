"""What calibration comes to, in plain words and no surer than its intervals."""

from core.domain.diagnostics import Calibration, Diagnostics
from core.words.numbers import count
from core.words.optimism import corrected_shown

RIGHT = (0.9, 1.1)  # slopes that are told as about right
HINT = "it has no interval, so this is a hint only"


def verdict(found: Diagnostics) -> str:
    """Whether predicted risks can be taken as they are, in new patients by the corrected slope and on these by the intervals;
    no surer than these are."""
    return " ".join(filter(None, [_elsewhere(found), _here(found.calibration)]))


def _elsewhere(found: Diagnostics) -> str:
    if found.slope is None:
        return "How predictions do in new patients cannot be told."
    slope, shown = found.slope.corrected, corrected_shown(found, found.slope)
    if slope >= RIGHT[0] and found.flattered:
        return f"Whether predictions hold in new patients cannot be told: slope {shown}."
    return f"Predictions look {_looks(slope)} for new patients: slope {shown}, where 1 is right; {HINT}."


def _looks(slope: float) -> str:
    if slope <= 0:
        return "of no use"
    if slope < RIGHT[0]:
        return "too extreme"
    return "about right" if slope <= RIGHT[1] else "not extreme enough"


def _here(found: Calibration | None) -> str:
    if found is None or not found.groups:
        return ""
    within = sum((one.observed.low or 0.0) <= one.predicted <= (one.observed.high or 1.0) for one in found.groups)
    return (
        f"On these patients they are right on average by construction, and {within} of {count(len(found.groups), 'interval')} "
        f"{'holds' if within == 1 else 'hold'} the predicted risk."
    )
