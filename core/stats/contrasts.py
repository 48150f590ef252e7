"""What every contrast of two response rates shares: its intervals by name, and no value where a group is empty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.domain.estimates import Estimate
from core.stats.counts import Group, checked_group, empty_group_note, normal_quantile

Limits: TypeAlias = tuple[float | None, float | None]
Value: TypeAlias = Callable[[Group, Group], float | None]


@dataclass(frozen=True, slots=True)
class ContrastMethod:
    """An interval for a contrast: its printed name and limits(group, reference, level), None where there is no limit."""

    name: str
    limits: Callable[[Group, Group, float], Limits]


Methods: TypeAlias = Mapping[str, ContrastMethod]


def contrast(scale: str, value: Value, methods: Methods, method: str, pair: tuple[Group, Group], level: float) -> Estimate:
    """Give value(group, reference) of a pair of (responders, patients), with the interval of the method asked for.

    With no patients in either group the value and limits are None and the note says so. ValueError for counts that
    cannot be, a level outside 0..1 or a method not in `methods`.
    """
    group, reference = map(checked_group, pair)
    normal_quantile(level)
    if method not in methods:
        raise ValueError(f"method must be one of {', '.join(methods)}; got {method!r}")
    note = empty_group_note(group, reference)
    low, high = (None, None) if note else methods[method].limits(group, reference, level)
    return Estimate(
        scale=scale,
        value=None if note else value(group, reference),
        low=low,
        high=high,
        level=level,
        method=methods[method].name,
        note=note,
    )
