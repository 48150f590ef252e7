"""The four area scores behind a SALT score, whose weighted sum it is."""

from added.draws import clamp, normal, stream
from added.source import Patient

WEIGHTS = {"salt_top": 0.40, "salt_back": 0.24, "salt_right": 0.18, "salt_left": 0.18}
SPREAD = {"AM": 12.0, "OA": 4.0, "AT": 5.0, "AU": 5.0}  # standard deviation of an area about the whole, in points
OPHIASIS = {"salt_top": -24.0, "salt_back": 16.0, "salt_right": 16.0, "salt_left": 16.0}  # margin lost, top kept


def area_cells(patient: Patient, salt: str) -> dict[str, str]:
    """The four scores, to one decimal; their weighted sum is the SALT score but for that rounding.

    A patient keeps one pattern of differences between the areas. It is drawn in where an area would leave 0 to 100, so
    nothing is left of it at SALT 0 and 100.
    """
    total, pattern = float(salt), _pattern(patient)
    room = min(_room(total, step) for step in pattern.values())
    return {area: f"{clamp(total + room * step, 0, 100):.1f}" for area, step in pattern.items()}


def _pattern(patient: Patient) -> dict[str, float]:
    rng = stream(patient.patient_id, "areas")
    kind = patient.given["aa_type"]
    own = {area: normal(rng, 0, SPREAD[kind]) for area in WEIGHTS}
    middle = sum(weight * own[area] for area, weight in WEIGHTS.items())
    return {area: own[area] - middle + (OPHIASIS[area] if kind == "OA" else 0) for area in WEIGHTS}


def _room(total: float, step: float) -> float:
    """The share of a step that fits between the score and the limit it goes towards."""
    return min(1.0, (100 - total) / step if step > 0 else total / -step)
