"""Profile likelihood limits of logistic coefficients, plain or penalised, all of them in one batch."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.stats.counts import normal_quantile
from core.stats.regression.logistic import fittable, start_at, start_at_rate
from core.stats.regression.newton import maximise, steps
from core.stats.regression.objective import Model, Point, evaluate, model
from core.stats.regression.patterns import Array, Coordinates, Patterns, Places, Status, centred, patterns
from core.stats.regression.profile_search import SearchEnd, bracketed_limits
from core.stats.regression.separation import unbounded

_MOST_STEPS = 60
_SMALL_MOVE = 1e-9
_LONGEST_MOVE = 3.0


@dataclass(frozen=True, slots=True)
class ProfileLimits:
    """The limits of each coefficient, on its own scale (log odds); None where the status says there is none.

    `status` is that of the fit: limits exist for "ok" and, on the side where they are bounded, for "separated".
    """

    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    low_status: tuple[SearchEnd, ...]
    high_status: tuple[SearchEnd, ...]
    level: float
    status: Status


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """What the search wants: combinations (B, p) of the coefficients, pushed along sign (B,), down to likelihood."""

    combination: Array
    sign: Array
    likelihood: float


def profile_limits(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    events: npt.ArrayLike,
    *,
    level: float = 0.95,
    penalised: bool = False,
    known: Array | None = None,
) -> ProfileLimits:
    """Give the limits of every coefficient of x (k, p), as in `fit_logistic`.

    A limit is the farthest value at which the likelihood, maximal over the other coefficients, is still within
    z^2 / 2 of its maximum (Venzon & Moolgavkar 1988, doi 10.2307/2347496); `penalised` takes Firth's likelihood (Heinze &
    Schemper 2002, doi 10.1002/sim.1047). `known` are the coefficients (p,) of the fit, to save finding them again. ValueError
    for input that cannot be.
    """
    drop = normal_quantile(level) ** 2 / 2
    data = patterns(x, n, events)
    p = data.x.shape[1]
    status = fittable(data)
    if status != "ok":
        return _no_limits(p, level, status)
    here = centred(data.x, data.n)
    at = model(here.x, penalised, 2 * p)
    found = maximise(at, data.n[None], data.events[None], start_at(data, here, known))
    status = found.status[0]
    if status not in ("ok", "separated"):
        return _no_limits(p, level, status)
    combination = here.back.repeat(2, axis=0)
    target = _Target(combination, np.tile([-1.0, 1.0], p), float(found.objective[0]) - drop)
    start = found.coef[0] if status == "ok" else _finite_start(data, here)
    which = np.arange(p).repeat(2)
    open_ = unbounded(data, which, target.sign) if status == "separated" else np.zeros(len(which), dtype=np.bool_)
    values, how = _search(at, data, target, start, np.flatnonzero(~open_))
    for place in np.flatnonzero(open_):
        how[place] = "unbounded"
    places = np.flatnonzero([word == "not converged" for word in how])
    if len(places):
        goal = target.likelihood + (here.log_scale if penalised else 0.0)
        ends = (which[places], target.sign[places])
        values[places], slow = bracketed_limits(data, here.back @ found.coef[0], *ends, goal, penalised=penalised)
        for place, word in zip(places, slow, strict=True):
            how[place] = word
    return _limits(values, how, level, status)


def _no_limits(size: int, level: float, status: Status) -> ProfileLimits:
    """Give no limit for any coefficient, for a fit that failed."""
    none: tuple[None, ...] = (None,) * size
    why: tuple[SearchEnd, ...] = tuple("not converged" for _ in range(size))
    return ProfileLimits(none, none, why, why, level, status)


def _limits(values: Array, how: list[SearchEnd], level: float, status: Status) -> ProfileLimits:
    """Give the result from (low, high) pairs in one row."""
    shown: list[float | None] = [float(value) if word == "ok" else None for value, word in zip(values, how, strict=True)]
    return ProfileLimits(tuple(shown[::2]), tuple(shown[1::2]), tuple(how[::2]), tuple(how[1::2]), level, status)


def _finite_start(data: Patterns, here: Coordinates) -> Array:
    """Give the penalised estimates, a finite place to start from where the likelihood has no maximum."""
    at = model(here.x, penalised=True, batch=1)
    return np.asarray(maximise(at, data.n[None], data.events[None], start_at_rate(data)).coef[0])


def _search(at: Model, data: Patterns, target: _Target, start: Array, running: Places) -> tuple[Array, list[SearchEnd]]:
    """Give the limits (B,) at the places `running`, and how each search ended.

    The step is V (U + lambda a), V the inverse curvature, U the score, a the combination wanted, and lambda such that the
    quadratic model meets the target: lambda^2 = (2 (l - target) + U' V U) / a' V a.
    """
    batch = len(target.sign)
    coef = np.tile(start, (batch, 1))
    how: list[SearchEnd] = ["not converged"] * batch
    for _ in range(_MOST_STEPS if len(running) else 0):
        n, events = (np.broadcast_to(count, (len(running), len(count))) for count in (data.n, data.events))
        point = evaluate(at, coef[running], n, events)
        step = _step(point, target, running)
        move = np.abs(step @ at.x.T).max(1)
        coef[running] += step * np.minimum(1, _LONGEST_MOVE / np.maximum(move, _LONGEST_MOVE))[:, None]
        for b in running[move < _SMALL_MOVE]:
            how[b] = "ok"
        running = running[move >= _SMALL_MOVE]
        if not len(running):
            break
    return np.asarray((target.combination * coef).sum(1)), how


def _step(point: Point, target: _Target, running: Places) -> Array:
    """Give the steps (B, p) of the searches still running."""
    a = target.combination[running]
    to_maximum = steps(point, None)
    along = steps(replace(point, score=a), None)
    gain = 2 * (point.objective - target.likelihood) + (point.score * to_maximum).sum(1)
    size = np.sqrt(np.maximum(gain, 0) / (a * along).sum(1))
    return np.asarray(to_maximum + (target.sign[running] * size)[:, None] * along)
