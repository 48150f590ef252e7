"""Of each patient's visits the one nearest to a month, and the last one until then, for very many patients at once.

Times are compared in ticks, whole numbers, so that equal distances are equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
TICKS = 10_000  # a month
SPAN = 1 << 32  # ticks that one patient has to himself, negative ones among them, where all visits are put on one line


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits with a value, in order: whose (0, 1, ...), when in ticks, and the value, (n,) each."""

    who: Places
    tick: Places
    value: Numbers


def month_columns(visits: Visits, patients: int, months: tuple[int, ...], widest: float) -> Iterator[Numbers]:
    """Give columns (patients,), NaN where there is none: the value at month 0; then for each of `months` the value of the
    nearest visit after month 0 and at most `widest` months away, of two as near the earlier, how many months that is away, and
    the last value until then, from whichever month."""
    line = visits.who * SPAN + visits.tick + SPAN // 2
    zero = np.arange(patients, dtype=np.int64) * SPAN + SPAN // 2
    first, end = (np.searchsorted(line, edge) for edge in (zero - SPAN // 2, zero + SPAN // 2))
    until = np.searchsorted(line, zero, "right") - 1
    yield _taken(visits.value, until, (until >= first) & (_taken(visits.tick, until, until >= first) == 0))
    after_start = until + 1
    for month in (month * TICKS for month in months):
        later = np.searchsorted(line, zero + month, "right")
        earlier = later - 1
        back = month - _taken(visits.tick, earlier, earlier >= after_start)
        ahead = _taken(visits.tick, later, later < end) - month
        nearest = np.where(np.nan_to_num(back, nan=np.inf) <= np.nan_to_num(ahead, nan=np.inf), earlier, later)
        away = np.fmin(back, ahead)
        near = away <= round(widest * TICKS)
        yield _taken(visits.value, nearest, near)
        yield np.where(near, away, np.nan) / TICKS
        yield _taken(visits.value, earlier, earlier >= first)


def _taken(found: npt.NDArray[np.int64] | Numbers, places: Places, there: npt.NDArray[np.bool_]) -> Numbers:
    """What stands at the places; NaN where there is none."""
    taken = np.full(len(places), np.nan)
    taken[there] = found[places[there]]
    return taken
