"""Every cut of an ordered variable in two, the one that divides the outcome best, and what that choice is worth."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.stats.regression.patterns import Array, Mask, Places

_CELLS = 2_000_000
_ROUNDING = 1e-10

ScanStatus = Literal["ok", "no patients", "no variation in the outcome", "no candidate cut"]


@dataclass(frozen=True, slots=True, eq=False)
class CutScan:
    """Every candidate cut, low group: x <= cut. All arrays (c,); empty, and p None, unless status is "ok".

    `statistic` is standardised, above 0 where the low group has the higher outcome; `n_low` and `mean_low`, `n_high` and
    `mean_high` count the groups and give their rates. `best` is the place of the largest |statistic|; p the exact share of
    all orders of the outcome whose largest |statistic| is as large.
    """

    cut: Array
    statistic: Array
    n_low: Array
    mean_low: Array
    n_high: Array
    mean_high: Array
    best: int | None
    p: float | None
    status: ScanStatus


@dataclass(frozen=True, slots=True, eq=False)
class BestCuts:
    """How often each cut was the best over bootstrap resamples: cut (c,), share (c,), from `n_used` of `n_drawn`."""

    cut: Array
    share: Array
    n_drawn: int
    n_used: int


@dataclass(frozen=True, slots=True, eq=False)
class _Ordered:
    """Outcomes in the order of x (N,); where a cut may fall: last places of the low groups (c,)."""

    x: Array
    y: Array
    last: Places


def scan_cuts(x: npt.ArrayLike, y: npt.ArrayLike, *, least: float = 0.1) -> CutScan:
    """Give the scan of x (N,), in its own units, against outcome y (N,), 0 or 1.

    A candidate leaves at least the share `least` of patients on either side; patients with one x stay together.
    statistic = (sum of y in the low group - m mean) / sqrt(m (N - m) / (N (N - 1)) sum (y - mean)^2), its spread under
    permutation (Lausen & Schumacher 1992, doi 10.2307/2532740; Hothorn & Lausen 2003,
    doi 10.1016/S0167-9473(02)00225-6). p counts ties. ValueError for input that is misshapen or no such number.
    """
    values, outcome = _checked(x, y, least)
    data = _ordered(values, outcome, least)
    status = _obstacle(data)
    if status != "ok":
        none = np.empty(0)
        return CutScan(none, none, none, none, none, none, None, None, status)
    responders = np.cumsum(data.y)
    below, n_low = responders[data.last], (data.last + 1).astype(np.float64)
    n_high = len(values) - n_low
    statistic = (below - n_low * outcome.mean()) / _spread(data, n_low)
    best = int(np.abs(statistic).argmax())
    return CutScan(
        data.x[data.last],
        statistic,
        n_low,
        below / n_low,
        n_high,
        (responders[-1] - below) / n_high,
        best,
        _exact_p(data, float(np.abs(statistic[best]))),
        "ok",
    )


def _checked(x: npt.ArrayLike, y: npt.ArrayLike, least: float) -> tuple[Array, Array]:
    """Give both as float64 (N,); ValueError for what cannot be scanned."""
    values, outcome = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if values.ndim != 1 or values.shape != outcome.shape:
        raise ValueError(f"x and y must be one number a patient; got shapes {values.shape} and {outcome.shape}")
    if not (np.isfinite(values).all() and np.isin(outcome, (0, 1)).all()):
        raise ValueError("x must be finite and y 0 or 1")
    if not 0 <= least < 0.5:
        raise ValueError(f"least must be a share from 0 to below 1/2; got {least!r}")
    return values, outcome


def _ordered(x: Array, y: Array, least: float) -> _Ordered:
    """Give the patients in the order of x, with the places where the low group may end."""
    order = np.argsort(x, kind="stable")
    value = x[order]
    ends = np.flatnonzero(value[1:] > value[:-1]) if len(value) else np.empty(0, dtype=np.intp)
    room = least * len(value) - _ROUNDING
    last = ends[(ends + 1 >= room) & (len(value) - ends - 1 >= room)]
    return _Ordered(value, y[order], last)


def _obstacle(data: _Ordered) -> ScanStatus:
    """Give the reason there is nothing to scan, "ok" where there is."""
    if not len(data.y):
        return "no patients"
    if np.ptp(data.y) == 0:
        return "no variation in the outcome"
    return "ok" if len(data.last) else "no candidate cut"


def _spread(data: _Ordered, low: Array) -> Array:
    """Give the standard deviations under permutation of the responders among the first `low` (c,) patients."""
    size, mean = len(data.y), data.y.mean()
    return np.asarray(np.sqrt(low * (size - low) / (size - 1) * mean * (1 - mean)))


def _exact_p(data: _Ordered, largest: float) -> float:
    """Give the share of all orders of the outcome in which some |statistic| is at least `largest`.

    The patients are gone through in the order of x, with the probability of every number of responders so far; what
    reaches `largest` at a candidate is taken out and counted (a random walk with absorbing limits).
    """
    size, responders = len(data.y), int(data.y.sum())
    seen = np.arange(responders + 1)
    chance = np.where(seen == 0, 1.0, 0.0)
    spread = _spread(data, np.asarray(data.last + 1, dtype=np.float64))
    limits = dict(zip(data.last.tolist(), (largest * (1 - _ROUNDING) * spread).tolist(), strict=True))
    reached = 0.0
    for place in range(int(data.last[-1]) + 1):
        more = chance * ((responders - seen) / (size - place))
        chance -= more
        chance[1:] += more[:-1]
        if place in limits:
            beyond = np.abs(seen - (place + 1) * responders / size) >= limits[place]
            reached += float(chance[beyond].sum())
            chance[beyond] = 0.0
    return min(reached, 1.0)


def bootstrap_cuts(x: npt.ArrayLike, y: npt.ArrayLike, seed: int, *, draws: int = 500, least: float = 0.1) -> BestCuts:
    """Give how the best cut of x (N,) against y (N,) spreads over resamples of the patients; arguments as `scan_cuts`.

    Resamples without variation or without a candidate are left out; of equal cuts the lowest counts.
    """
    values, outcome = _checked(x, y, least)
    cuts, place = np.unique(values, return_inverse=True)
    if len(cuts) < 2:
        return BestCuts(np.empty(0), np.empty(0), draws, 0)
    rng = np.random.default_rng(seed)
    best = np.zeros(len(cuts))
    height = max(1, _CELLS // len(values))
    for first in range(0, draws, height):
        drawn = rng.integers(0, len(values), (min(height, draws - first), len(values)))
        statistic, usable = _resampled(place[drawn], outcome[drawn], len(cuts), least)
        best += np.bincount(statistic[usable].argmax(1), minlength=len(cuts))
    used = int(best.sum())
    chosen = best > 0
    return BestCuts(cuts[chosen], best[chosen] / max(used, 1), draws, used)


def _resampled(place: Places, y: Array, width: int, least: float) -> tuple[Array, Mask]:
    """Give |statistic| (B, width) of cutting after each value, -1 where that is no candidate, and which rows have one."""
    batch, size = y.shape
    at = (place + width * np.arange(batch)[:, None]).ravel()
    y = y - y.mean(1, keepdims=True)
    low = np.cumsum(np.bincount(at, minlength=batch * width).reshape(batch, width), axis=1)
    sums = np.cumsum(np.bincount(at, y.ravel(), minlength=batch * width).reshape(batch, width), axis=1)
    squares = (y**2).sum(1, keepdims=True)
    room = max(1.0, least * size - _ROUNDING)
    open_ = (low >= room) & (size - low >= room) & (squares > 1e-14)
    spread = np.where(open_, low * (size - low) / (size * (size - 1)) * squares, 1.0)
    return np.where(open_, np.abs(sums) / np.sqrt(spread), -1.0), np.asarray(open_.any(1))
