"""Coefficients of separated fits in their limit: which stay finite, and which way the others run."""

import numpy as np

from core.stats.regression.objective import model, weighted_products
from core.stats.regression.patterns import Array, Mask, centred, risks

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
    here = centred(x, n.sum(0))
    likely = risks(coef @ x.T)
    overlap = (n > 0) & (events * (1 - likely) + (n - events) * likely > _MASS * precision)
    side = np.where(overlap | (n == 0), 0.0, np.where(events > 0, 1.0, -1.0))
    moments = weighted_products(model(here.x, penalised=False, batch=len(n)), overlap.astype(np.float64))
    sizes, vectors = np.linalg.eigh(moments)
    open_ways = (sizes <= _NULL * np.maximum(1.0, sizes[:, -1:])).sum(1)
    turn = here.back / np.diag(here.back)[:, None]
    found = coef.copy()
    plane = np.flatnonzero(open_ways <= 2)
    null = vectors[plane][:, :, :2] * (np.arange(2) < open_ways[plane, None])[:, None]
    found[plane] += _in_planes(side[plane][:, :, None] * (here.x @ null), turn @ null)
    inner = np.linalg.solve(here.back, coef.T).T
    for b in np.flatnonzero(open_ways > 2):
        null = vectors[b][:, : open_ways[b]]
        found[b] += _ways(side[b, side[b] != 0, None] * here.x[side[b] != 0] @ null, turn @ null, inner[b] @ null)
    return found


def _in_planes(parted: Array, null: Array) -> Array:
    """Give what to add to coefficients (B, p) that run in at most two directions `null` (B, p, 2); see `_ways`.

    The sums of rows `parted` (B, m, 2) within half a turn are what the outermost two enclose. Angles are taken from the mean
    row, which no sum is opposite to; rows that are not within half a turn separate nothing.
    """
    lengths = np.linalg.norm(parted, axis=2)
    seen = lengths > _OPEN
    rows = parted * (seen / np.maximum(lengths, _OPEN))[:, :, None]
    middle = rows.sum(1) / np.maximum(seen.sum(1), 1)[:, None]
    angles, goals = _angles(rows, middle), _angles(null, middle)
    low, high = np.where(seen, angles, np.inf).min(1), np.where(seen, angles, -np.inf).max(1)
    ends = (low - _OPEN)[:, None], (high + _OPEN)[:, None]
    opposite = np.where(goals > 0, goals - np.pi, goals + np.pi)
    down, up = ((at < ends[0]) | (at > ends[1]) for at in (goals, opposite))
    ways = np.where(up & ~down, np.inf, np.where(down & ~up, -np.inf, np.nan))
    parts = (high - low <= np.pi - _OPEN) & (np.linalg.norm(middle, axis=1) >= _OPEN)
    return np.where(parts[:, None], np.where(np.abs(null).max(2) > _OPEN, ways, 0.0), np.nan)


def _angles(of: Array, middle: Array) -> Array:
    """Give the angle (B, m) of each of the vectors (B, m, 2) from `middle` (B, 2), between -pi and pi."""
    along = np.einsum("bmi,bi->bm", of, middle)
    across = of[:, :, 1] * middle[:, :1] - of[:, :, 0] * middle[:, 1:]
    return np.asarray(np.arctan2(across, along))


def _ways(parted: Array, null: Array, toward: Array) -> Array:
    """Give what to add to each coefficient (p,): 0 where it is finite, +-infinity, NaN where it can run both ways.

    `null` (p, q) spans the directions of separation, in the columns' standard deviations, `parted` (m, q) tells how far
    each leads the m patterns apart, and `toward` (q,) is where the search went. A coefficient cannot fall without leading one
    astray where it is a sum of these rows, none subtracted (Farkas 1902, doi 10.1515/crll.1902.124.1).
    """
    lengths = np.linalg.norm(parted, axis=1)
    rows = parted[lengths > _OPEN] / lengths[lengths > _OPEN, None]
    if not rows.size:
        return np.full(len(null), np.nan)
    ways, runs = np.zeros(len(null)), np.abs(null).max(1) > _OPEN
    goals = null[runs] / np.linalg.norm(null[runs], axis=1)[:, None]
    either = not (rows @ toward > 0).all()  # else every sum of rows leads that way too
    rises = goals @ toward > 0
    up, down = _are_sums(rows, goals, rises | either), _are_sums(rows, -goals, ~rises | either)
    ways[runs] = np.where(up & ~down, np.inf, np.where(down & ~up, -np.inf, np.nan))
    return ways


def _are_sums(rows: Array, goals: Array, possible: Mask) -> Mask:
    """Give which of the unit vectors `goals` (g, q) that are `possible` are sums of unit rows (m, q), none subtracted."""
    from scipy.optimize import nnls

    sums = np.asarray((goals @ rows.T).max(1) > 1 - _OPEN**2 / 2)  # one of the rows itself
    for at in np.flatnonzero(possible & ~sums):
        sums[at] = nnls(rows.T, goals[at])[1] <= _OPEN
    return np.asarray(possible & sums)
