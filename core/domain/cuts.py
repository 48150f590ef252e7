"""The groups that cut points make of a number: values up to a cut fall below it."""

from core.domain.filters import number
from core.domain.variable import Level, Variable


def cut_level(chosen: Variable, cuts: tuple[float, ...], exceeded: int) -> Level:
    """The group of those who exceed so many cut points: `≤4 years`, `>4 to ≤10 years`, `>10 years`."""
    above = f">{number(cuts[exceeded - 1])}" if exceeded else ""
    below = f"≤{number(cuts[exceeded])}" if exceeded < len(cuts) else ""
    span = " to ".join(filter(None, (above, below)))
    return Level(value=str(exceeded), label=f"{span} {chosen.unit}".strip())


def cut_levels(chosen: Variable, cuts: tuple[float, ...]) -> tuple[Level, ...]:
    """Every group that the cut points make, from low to high."""
    return tuple(cut_level(chosen, cuts, exceeded) for exceeded in range(len(cuts) + 1))
