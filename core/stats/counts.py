"""Counts of responders as this layer takes them: checked once, at the door."""

from collections.abc import Sequence
from numbers import Integral
from statistics import NormalDist
from typing import TypeAlias

Group: TypeAlias = tuple[int, int]
"""(responders, patients), both whole numbers with 0 <= responders <= patients."""


def whole_number(value: object, name: str) -> int:
    """Give `value` as an int; ValueError unless it is a whole number of zero or more (True and 3.0 are not)."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 0:
        raise ValueError(f"{name} must be a whole number, zero or more; got {value!r}")
    return int(value)


def checked_group(group: Sequence[int]) -> Group:
    """Give (responders, patients) as ints; ValueError names the count that cannot be one."""
    if len(group) != 2:
        raise ValueError(f"a group is (responders, patients); got {group!r}")
    events, n = whole_number(group[0], "responders"), whole_number(group[1], "patients")
    if events > n:
        raise ValueError(f"responders cannot exceed patients; got {events} of {n}")
    return events, n


def checked_groups(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Give every group checked, in the order they came; ValueError names the first bad count."""
    return tuple(checked_group(group) for group in groups)


def normal_quantile(level: float) -> float:
    """Give z with P(-z < Z < z) = level for a standard normal Z; ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1; got {level!r}")
    return -NormalDist().inv_cdf((1 - level) / 2)


def empty_group_note(group: Group, reference: Group) -> str:
    """Give the reason two groups cannot be compared, "" where both have patients."""
    if not group[1]:
        return "no patients in the group" if reference[1] else "no patients in either group"
    return "" if reference[1] else "no patients in the reference group"
