"""Groups: the grouping that a text spells, and the levels of each grouping in their order."""

from collections.abc import Sequence
from typing import Protocol

from core.catalogue.lookup import groupable, in_order, variable
from core.domain.catalogue import Catalogue
from core.domain.cuts import cut_level, cut_levels
from core.domain.errors import RequestError
from core.domain.filters import finite, number
from core.domain.rates import Grouping
from core.domain.variable import Level, Variable

Key = str | int | None


class Grouped(Protocol):
    """Counts of patients that share the levels of some groupings."""

    @property
    def groups(self) -> tuple[Key, ...]:
        """The stored level of each grouping, None where it is not recorded."""


def parse_grouping(catalogue: Catalogue, text: str) -> Grouping:
    """The grouping that `variable` or `variable:cut,cut` spells. Raises RequestError with the remedy."""
    name, colon, cuts = text.partition(":")
    chosen = variable(catalogue, name.strip())
    if chosen not in groupable(catalogue):
        raise RequestError(f"{chosen.label} cannot be used to make groups. Choose a baseline variable.")
    if not colon:
        return Grouping(chosen.name, chosen.cuts)
    try:
        points = tuple(finite(cut) for cut in cuts.split(",") if cut.strip())
    except ValueError:
        raise RequestError(f"Cannot read the cut points {cuts!r}. Write them as {chosen.name}:2,4.") from None
    return Grouping(chosen.name, checked_cuts(chosen, points))


def checked_cuts(chosen: Variable, points: tuple[float, ...]) -> tuple[float, ...]:
    """The cut points, if they fit the variable. Raises RequestError."""
    if not chosen.numeric:
        raise RequestError(f"{chosen.label} has values of its own and takes no cut points. Leave them out.")
    low, high = chosen.low or 0, chosen.high or 0
    outside = [point for point in points if not low <= point < high]
    if outside or not 1 <= len(set(points)) <= 6:
        span = f"{number(low)} and {number(high)}"
        raise RequestError(f"Give one to six different cut points between {span} for {chosen.label}.")
    return points


def levels(catalogue: Catalogue, grouping: Grouping, patterns: Sequence[Grouped], position: int) -> list[tuple[Key, Level]]:
    """Every level of a grouping that occurs in the patterns at `position`, in the catalogue's order."""
    chosen = variable(catalogue, grouping.variable)
    found = {pattern.groups[position] for pattern in patterns} - {None}
    if chosen.numeric:
        exceeded = sorted(int(key) for key in found if key is not None)
        return [(key, cut_level(chosen, grouping.cuts, key)) for key in exceeded]
    keys = in_order(chosen, map(str, found))
    unit = f" {chosen.unit}" if chosen.unit else ""
    return [(key, Level(value=key, label=chosen.label_of(key) + unit)) for key in keys]


def position_of(chosen: Variable, level: Level, present: list[str]) -> int:
    """The place of a level in the natural order of its variable, whether or not the levels before it occur."""
    if chosen.numeric:
        return int(level.value)
    order = [one.value for one in chosen.choices] or present
    return order.index(level.value)


def check_reference(chosen: Variable, grouping: Grouping, reference: str, present: list[str]) -> None:
    """Raises RequestError for a reference that is no level of the grouping at all."""
    known = [one.value for one in (cut_levels(chosen, grouping.cuts) if chosen.numeric else chosen.choices)]
    if reference not in (known or present):
        raise RequestError(f"There is no group {reference!r} of {chosen.label}. Choose one of: {', '.join(known or present)}.")
