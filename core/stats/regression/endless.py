"""Coefficients of separated fits in their limit: which stay finite, and which way the others run."""

import numpy as np

from core.stats.regression.patterns import Array, Places, centred, risks

_MASS = 0.1
"""Patterns that are separated expect fewer patients on the wrong side than this share of the precision of their fit."""
_NULL = 1e-9
_OPEN = 1e-6


def in_the_limit(x: Array, n: Array, events: Array, coef: Array, precision: float) -> Array:
    """Give coefficients (B, p) of separated fits: finite ones, +-infinity, NaN where no one limit exists.

    `coef` (B, p) is where searches of that precision were when x (k, p), n and events (B, k) were found separated. The
    finite coefficients are those that the patterns not yet told exactly decide, as in `find_separation`; the others run
    where their direction of separation leads, and have no limit where some directions lead up and others down.
    """
    found = coef.copy()
    here = centred(x, n.sum(0))
    likely = risks(coef @ x.T)
    overlap = (n > 0) & (events * (1 - likely) + (n - events) * likely > _MASS * precision)
    side = np.where(overlap | (n == 0), 0.0, np.where(events > 0, 1.0, -1.0))
    sizes, vectors = np.linalg.eigh(np.einsum("bk,ki,kj->bij", overlap, here.x, here.x, optimize=True))
    turn = here.back / np.diag(here.back)[:, None]
    known: dict[bytes, Array] = {}
    for b, key in enumerate(overlap[at].tobytes() + side[at].tobytes() for at in range(len(coef))):
        if key not in known:
            null = vectors[b][:, sizes[b] <= _NULL * max(1.0, float(sizes[b, -1]))]
            known[key] = _ways(side[b, side[b] != 0, None] * here.x[side[b] != 0] @ null, turn @ null)
        found[b] += known[key]
    return found


def _ways(parted: Array, null: Array) -> Array:
    """Give what to add to each coefficient (p,): 0 where it is finite, +-infinity, NaN where it can run both ways.

    `null` (p, q) spans the directions of separation, in the columns' standard deviations, and `parted` (m, q) tells how far
    each leads the m patterns apart. A coefficient cannot fall without leading one astray where it is a sum of these rows, none
    subtracted (Farkas 1902, doi 10.1515/crll.1902.124.1).
    """
    from scipy.optimize import nnls

    sizes = np.linalg.norm(parted, axis=1)
    rows = (parted[sizes > _OPEN] / sizes[sizes > _OPEN, None]).T
    ways = np.zeros(len(null))
    if not rows.size:
        return np.full(len(null), np.nan)
    runs = np.flatnonzero(np.abs(null).max(1) > _OPEN)
    if len(rows) == 1:  # one direction, the usual case: it leads one way or, where rows disagree, none
        ways[runs] = rows[0, 0] * null[runs, 0] * np.inf if np.ptp(rows) < 1 else np.nan
        return ways
    if len(rows) == 2:
        return _in_a_plane(rows.T, null, runs, ways)
    for at in runs:
        goal = null[at] / np.linalg.norm(null[at])
        up, down = (nnls(rows, way)[1] > _OPEN for way in (-goal, goal))
        ways[at] = np.inf if up and not down else -np.inf if down and not up else np.nan
    return ways


def _in_a_plane(rows: Array, null: Array, runs: Places, ways: Array) -> Array:
    """Give `_ways` of two directions, of rows (m, 2) within half a turn: their sums are what the outermost two enclose.

    Angles are taken from their mean, which no sum is opposite to; rows that are not within half a turn separate nothing.
    """
    middle = rows.mean(0)
    turned = np.array([[middle[0], middle[1]], [-middle[1], middle[0]]])
    angles, goals = (np.arctan2(*(of @ turned.T).T[::-1]) for of in (rows, null[runs]))
    if np.ptp(angles) > np.pi - _OPEN or np.linalg.norm(middle) < _OPEN:
        return np.full(len(null), np.nan)
    ends = angles.min() - _OPEN, angles.max() + _OPEN
    opposite = np.where(goals > 0, goals - np.pi, goals + np.pi)
    down, up = ((at < ends[0]) | (at > ends[1]) for at in (goals, opposite))
    ways[runs] = np.where(up & ~down, np.inf, np.where(down & ~up, -np.inf, np.nan))
    return ways
