"""The distribution of a 2 x 2 table whose margins are held fixed."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stats.counts import Group

Vector: TypeAlias = NDArray[np.float64]
Cells: TypeAlias = tuple[int, int, int, int]


def cells_of(group: Group, reference: Group) -> Cells:
    """Give (responders, others) of the group and of the reference, as one row of four counts."""
    return group[0], group[1] - group[0], reference[0], reference[1] - reference[0]


def table_log_weights(cells: Cells, reach: int | None = None) -> tuple[Vector, Vector]:
    """Give the tables with these margins as shifts from the observed one, and the log weight of each.

    Shift k stands for (a + k, b - k, c - k, d + k); shifts go as far as the margins allow, or `reach` each way. Weights
    are probabilities relative to the observed table (log weight 0) when the odds are equal; with odds ratio exp(t) add
    k t. Summed ratio by ratio, log w(k+1) - log w(k) = log (b-k)(c-k) / ((a+k+1)(d+k+1)), so counts in the millions
    lose no digits.
    """
    a, b, c, d = cells
    first, last = -min(a, d), min(b, c)
    if reach is not None:
        first, last = max(first, -reach), min(last, reach)
    shifts = np.arange(first, last + 1, dtype=np.float64)
    k = shifts[:-1]
    log_weights = np.zeros(len(shifts))
    np.cumsum(np.log((b - k) * (c - k) / ((a + 1 + k) * (d + 1 + k))), out=log_weights[1:])
    return shifts, log_weights - log_weights[-first]
