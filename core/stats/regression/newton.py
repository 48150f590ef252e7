"""Newton's method for many logistic fits at once: one design, a stack of weightings, starts and free columns."""

from dataclasses import dataclass

import numpy as np

from core.stats.regression.objective import Model, Point, evaluate, steady, weighted_products
from core.stats.regression.patterns import Array, Mask, Places, Status

_MOST_STEPS = 100
_ENDS: tuple[Status, ...] = ("not converged", "ok", "separated", "aliased")
_RUNNING = 0
PRECISION = 1e-10
"""Linear predictors that move less than this, relative to 1 + the largest, have converged."""
_SMALL_GAIN = 1e-3
"""A gain in log-likelihood below this share of the precision is none."""
_LARGE_MOVE = 0.5
"""Predictors that move more than this for no gain are on their way to infinity."""
_LONGEST_MOVE = 5.0
_COLLINEAR = 1e11


@dataclass(frozen=True, slots=True, eq=False)
class Maxima:
    """Where B fits ended: coef (B, p), objective (B,), status (B words) and the steps taken by the slowest."""

    coef: Array
    objective: Array
    status: tuple[Status, ...]
    iterations: int

    @property
    def converged(self) -> Mask:
        """Give which of the fits ended at a finite maximum, (B,)."""
        return np.array([status == "ok" for status in self.status], dtype=np.bool_)


def steps(point: Point, free: Mask | None) -> Array:
    """Give the Newton steps (B, p); columns that are not free (B, p) stay."""
    curvature, score = _restricted(point, free)
    return np.asarray(np.linalg.solve(steady(curvature), score[:, :, None])[:, :, 0])


def _restricted(point: Point, free: Mask | None) -> tuple[Array, Array]:
    """Give curvature and score of the free columns, with an identity in the place of the others."""
    if free is None or free.all():
        return point.curvature, point.score
    block = free[:, :, None] & free[:, None, :]
    return np.where(block, point.curvature, np.eye(free.shape[1])), np.where(free, point.score, 0.0)


def _aliased(at: Model, n: Array, free: Mask | None) -> Mask:
    """Give which of the B fits have a column that is a combination of others: a variance inflation beyond 1e11."""
    moments = weighted_products(at, n)
    if free is not None:
        moments = np.where(free[:, :, None] & free[:, None, :], moments, np.eye(free.shape[1]))
    diagonal = np.einsum("bii->bi", moments)
    inflation = diagonal * np.einsum("bii->bi", np.linalg.inv(steady(moments)))
    return np.asarray(((inflation > _COLLINEAR) | (inflation <= 0) | (diagonal <= 0)).any(1))


@dataclass(slots=True, eq=False)
class _Search:
    """The state of B fits: the best coefficients so far, the step to try next, and how each ended (a place in `_ENDS`)."""

    coef: Array
    step: Array
    objective: Array
    ended: Places
    precision: float


def maximise(
    at: Model, n: Array, events: Array, start: Array, free: Mask | None = None, *, precision: float = PRECISION
) -> Maxima:
    """Give the maxima of B fits from start (B, p), with n and events (B, k); steps are halved until none goes down.

    A fit ends "ok" when no linear predictor moves by `precision`, relative to 1 + the largest; "separated" when predictors
    move though the likelihood gains nothing (maximum likelihood only); "aliased" when its weights leave a column
    without information of its own.
    """
    batch = len(start)
    ended = np.where(_aliased(at, n, free), _ENDS.index("aliased"), _RUNNING)
    search = _Search(start.copy(), np.zeros_like(start), np.full(batch, -np.inf), ended, precision)
    taken = 0
    while taken < _MOST_STEPS and len(running := np.flatnonzero(search.ended == _RUNNING)):
        mask = None if free is None else free[running]
        point = evaluate(at, search.coef[running] + search.step[running], n[running], events[running])
        _advance(search, running, at, point, mask)
        taken += 1
    return Maxima(search.coef, search.objective, tuple(_ENDS[end] for end in search.ended), taken)


def _advance(search: _Search, b: Places, at: Model, point: Point, free: Mask | None) -> None:
    """Take the tried steps of fits `b` that did not go down, halve the others, and end those with nothing left to gain."""
    before = search.objective[b]
    floor = np.where(np.isfinite(before), before - 1e-11 * (1 + np.abs(before)), -np.inf)
    up = point.objective >= floor
    search.coef[b] += np.where(up[:, None], search.step[b], 0.0)
    search.objective[b] = np.where(up, point.objective, before)
    step = np.where(up[:, None], steps(point, free), search.step[b] / 2)
    move = np.abs(step @ at.x.T).max(1)
    longest = np.maximum(_LONGEST_MOVE, 0.0 if at.penalised else point.reach)
    step *= np.minimum(1, longest / np.maximum(move, longest))[:, None]
    search.step[b] = step
    still = move < search.precision * (1 + point.reach)
    search.coef[b[still]] += step[still]
    search.ended[b[still]] = _ENDS.index("ok")
    if not at.penalised:
        lost = up & ((point.score * step).sum(1) < 2 * _SMALL_GAIN * search.precision) & (move > _LARGE_MOVE)
        search.ended[b[lost]] = _ENDS.index("separated")
