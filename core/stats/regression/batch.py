"""Logistic fits to many weightings of the same patterns at once, and what leaving out one patient does."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.regression.endless import in_the_limit
from core.stats.regression.logistic import fittable, starts
from core.stats.regression.newton import PRECISION, maximise
from core.stats.regression.objective import model
from core.stats.regression.patterns import (
    Array,
    Coordinates,
    Mask,
    Patterns,
    Places,
    Status,
    centred,
    design,
    obstacle,
    patterns,
)

_CELLS = 2_000_000
"""Fits are done in stacks of at most this many patterns in all, to bound memory."""


@dataclass(frozen=True, slots=True, eq=False)
class BatchFits:
    """B fits: coef (B, p), all 0 where the fit failed; status (B words) and `converged` (B,), where it is "ok".

    `last` (B, p) is where the search for each of them was when it ended, from starts all 0 where there was none.
    """

    coef: Array
    status: tuple[Status, ...]
    last: Array

    @property
    def converged(self) -> Mask:
        """Give which of the fits have coefficients."""
        return np.array([status == "ok" for status in self.status], dtype=np.bool_)

    def limits(self, x: Array, n: Array, events: Array, precision: float = PRECISION) -> Array:
        """Give `coef`, of separated fits +-infinity for coefficients that run there; NaN where there is no limit either.

        x (k, p), n and events (B, k) and the precision are those of the fits.
        """
        found = np.where(self.converged[:, None], self.coef, np.nan)
        apart = np.array([status == "separated" for status in self.status], dtype=np.bool_)
        if apart.any():
            found[apart] = in_the_limit(x, n[apart], events[apart], self.last[apart], precision)
        return found


def fit_batch(x: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike, *, penalised: bool = False) -> BatchFits:
    """Give a maximum likelihood or, `penalised`, Firth fit of x (k, p) for each row of n and events (B, k).

    Each equals `fit_logistic` or `fit_firth` on that weighting; patterns may be empty in some. ValueError for shapes that
    do not match, or events outside 0..n.
    """
    matrix = design(x)
    sizes, responders = np.asarray(n, dtype=np.float64), np.asarray(events, dtype=np.float64)
    if sizes.ndim != 2 or sizes.shape != responders.shape or sizes.shape[1] != len(matrix):
        raise ValueError(f"n and events must both be (B, {len(matrix)}); got {sizes.shape} and {responders.shape}")
    if not ((responders >= 0) & (responders <= sizes) & np.isfinite(sizes)).all():
        raise ValueError("events must be between 0 and n, and n finite")
    return refit(matrix, sizes, responders, None, penalised=penalised)


def refit(
    x: Array, n: Array, events: Array, start: Array | None, *, penalised: bool, precision: float = PRECISION
) -> BatchFits:
    """Give the fits as `fit_batch` does, from coefficients `start` (p,) where these are known; input unchecked."""
    batch, p = len(n), x.shape[1]
    last = np.zeros((batch, p))
    mixed = (events.sum(1) > 0) & (events.sum(1) < n.sum(1))
    ends: list[Status] = ["ok" if fine else obstacle(a, b) for fine, a, b in zip(mixed, n, events, strict=True)]
    possible = np.flatnonzero(mixed)
    if not len(possible):
        return BatchFits(last, tuple(ends), last)
    here = centred(x, n.sum(0))
    height = max(1, _CELLS // len(x))
    for first in range(0, len(possible), height):
        rows = possible[first : first + height]
        begin = starts(n[rows], events[rows], p) if start is None else np.tile(_into(here, start), (len(rows), 1))
        found = maximise(model(here.x, penalised, len(rows)), n[rows], events[rows], begin, precision=precision)
        last[rows] = found.coef @ here.back.T
        for row, status in zip(rows, found.status, strict=True):
            ends[row] = status
    fine = np.array([status == "ok" for status in ends], dtype=np.bool_)
    return BatchFits(np.where(fine[:, None], last, 0.0), tuple(ends), last)


def _into(here: Coordinates, coef: Array) -> Array:
    """Give coefficients of the given columns as those of the centred ones."""
    return np.asarray(np.linalg.solve(here.back, coef))


def full_fit(data: Patterns, *, penalised: bool) -> tuple[Array, Status]:
    """Give the coefficients (p,) of the patterns as they are, and how the fit ended; zeros where it failed."""
    status = fittable(data)
    if status != "ok":
        return np.zeros(data.x.shape[1]), status
    fits = refit(data.x, data.n[None], data.events[None], None, penalised=penalised)
    return fits.coef[0], fits.status[0]


@dataclass(frozen=True, slots=True, eq=False)
class LeaveOneOut:
    """Fits without one patient of each kind that there is: B kinds, each a pattern and an outcome.

    coef (B, p) and `converged` (B,) as in `BatchFits`, `limits` (B, p) its limits; `pattern` (B,) is the row of x and
    `responder` (B,) the outcome of the patient left out; low and high (p,) the range of each coefficient over the limits,
    +-infinity where one runs there, None where no fit has any.
    """

    coef: Array
    converged: Mask
    limits: Array
    pattern: Places
    responder: Mask
    low: Array | None
    high: Array | None
    status: Status


def leave_one_out(x: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike, *, penalised: bool = False) -> LeaveOneOut:
    """Give the fit without each patient in turn; patients alike in pattern and outcome are left out once.

    `x` (k, p), `n`, `events` as in `fit_logistic`. `status` is that of the fit to everybody, without which none is done.
    """
    data = patterns(x, n, events)
    seen = np.flatnonzero(np.asarray(n, dtype=np.float64) > 0)
    start, status = full_fit(data, penalised=penalised)
    responder_at, other_at = np.flatnonzero(data.events >= 1), np.flatnonzero(data.n - data.events >= 1)
    out = np.concatenate([responder_at, other_at])
    responder = np.arange(len(out)) < len(responder_at)
    if status != "ok":
        none, empty = np.empty(0, dtype=np.bool_), np.empty((0, data.x.shape[1]))
        return LeaveOneOut(empty, none, empty, np.empty(0, dtype=np.intp), none, None, None, status)
    sizes, responders = (np.tile(count, (len(out), 1)) for count in (data.n, data.events))
    sizes[np.arange(len(out)), out] -= 1
    responders[np.arange(len(out)), out] -= responder
    fits = refit(data.x, sizes, responders, start, penalised=penalised)
    limits = fits.limits(data.x, sizes, responders)
    some = not np.isnan(limits).all(0).any()
    low, high = (np.nanmin(limits, 0), np.nanmax(limits, 0)) if some else (None, None)
    return LeaveOneOut(fits.coef, fits.converged, limits, seen[out], responder, low, high, "ok")
