"""Random numbers that depend on the patient and the purpose only, so that one rule can change without moving another.

Everything is drawn through `Random.random`, whose sequence Python keeps from version to version.
"""

from collections.abc import Mapping
from random import Random
from statistics import NormalDist
from typing import TypeVar

Choice = TypeVar("Choice")
SEED = "regrow-reference-1"


def stream(patient_id: str, purpose: str) -> Random:
    """The random numbers of one patient for one purpose."""
    return Random(f"{SEED}/{purpose}/{patient_id}")


def between(rng: Random, low: float, high: float) -> float:
    """A number, every one between the limits as likely as another."""
    return low + (high - low) * rng.random()


def normal(rng: Random, mean: float, sd: float) -> float:
    """A normal number within three standard deviations of the mean."""
    return mean + sd * NormalDist().inv_cdf(between(rng, 0.00135, 0.99865))


def pick(rng: Random, shares: Mapping[Choice, float]) -> Choice:
    """One of the keys, as often as its share says."""
    place = rng.random() * sum(shares.values())
    for key, share in shares.items():
        place -= share
        if place < 0:
            return key
    return next(reversed(list(shares)))


def chosen(patient_ids: list[str], n: int, purpose: str) -> frozenset[str]:
    """Exactly `n` of the patients."""
    return frozenset(sorted(patient_ids, key=lambda who: stream(who, purpose).random())[:n])


def clamp(value: float, low: float, high: float) -> float:
    """The value, or the limit it has passed."""
    return min(max(value, low), high)
