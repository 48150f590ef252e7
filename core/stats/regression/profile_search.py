"""Profile likelihood limits by a bracketed search, for the few where the quick steps of `profile` do not arrive."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from core.stats.regression.newton import maximise
from core.stats.regression.objective import Model, model
from core.stats.regression.patterns import Array, Patterns, Places, scaled

_FAR = 50.0
"""The search looks for the far end of its bracket at this distance of linear predictors, then at four times that ..."""
_MOST_WIDENINGS = 8
_MOST_SECANTS = 100
_NEAR = 1e-11
"""The likelihood meets its target when it is this near, relative to 1 + its size."""

SearchEnd = Literal["ok", "unbounded", "not converged"]
"""How the search for a limit ended."""


def bracketed_limits(
    data: Patterns, inside: Array, columns: Places, sign: Array, target: float, *, penalised: bool
) -> tuple[Array, list[SearchEnd]]:
    """Give for each (column, sign) the value where the profile likelihood falls to `target`, and how the search ended.

    `inside` (p,) are coefficients with a likelihood above `target`, which is that of the given columns; the likelihood is
    maximal over the others at each value tried. Secants with the Illinois rule (Dowell & Jarratt 1971,
    doi 10.1007/BF01934364), all limits at once.
    """
    here = scaled(data.x, data.n)
    at = model(here.x, penalised, len(columns))
    goal = target - here.log_scale if penalised else target
    scale = np.diag(here.back)[columns]
    start = inside / np.diag(here.back)

    def excess(values: Array, places: Places) -> Array:
        return _profile(at, data, start, columns[places], values) - goal

    everywhere = np.arange(len(columns))
    a = start[columns]
    fa = excess(a, everywhere)
    b, fb = _far_ends(excess, a, sign / np.abs(here.x[:, columns]).max(0))
    how: list[SearchEnd] = ["not converged"] * len(columns)
    places = np.flatnonzero((fa > 0) & (fb < 0))
    if len(places):
        near = _NEAR * (1 + abs(target))
        ends = ((a[places], fa[places]), (b[places], fb[places]))
        a[places], missed = _illinois(lambda values: excess(values, places), *ends, near)
        for place, miss in zip(places, missed, strict=True):
            how[place] = "ok" if miss < near else "not converged"
    return a * scale, how


def _far_ends(excess: Callable[[Array, Places], Array], a: Array, unit: Array) -> tuple[Array, Array]:
    """Give points beyond the limits and the excess there: farther and farther from `a` until it is negative."""
    b = a + _FAR * unit
    fb = excess(b, np.arange(len(a)))
    for step in range(1, _MOST_WIDENINGS):
        places = np.flatnonzero(fb >= 0)
        if not len(places):
            break
        b[places] = a[places] + _FAR * 4.0**step * unit[places]
        fb[places] = excess(b[places], places)
    return b, fb


def _profile(at: Model, data: Patterns, start: Array, columns: Places, values: Array) -> Array:
    """Give the likelihood (B,), maximal over all coefficients but `columns`, which stay at `values`."""
    batch = len(columns)
    place = (np.arange(batch), columns)
    free = np.ones((batch, len(start)), dtype=np.bool_)
    free[place] = False
    begin = np.tile(start, (batch, 1))
    begin[place] = values
    n, events = (np.broadcast_to(count, (batch, len(count))) for count in (data.n, data.events))
    return maximise(at, n, events, begin, free).objective


def _illinois(
    f: Callable[[Array], Array], inner: tuple[Array, Array], outer: tuple[Array, Array], near: float
) -> tuple[Array, Array]:
    """Give where f, positive at `inner` and negative at `outer` (points, values), is 0, and f there, elementwise."""
    (a, fa), (b, fb) = inner, outer
    weight_a, weight_b = fa, fb
    best, at_best = np.where(np.abs(fa) < np.abs(fb), a, b), np.minimum(np.abs(fa), np.abs(fb))
    for step in range(_MOST_SECANTS):
        apart = weight_a - weight_b
        c = (a * -weight_b + b * weight_a) / np.where(apart > 0, apart, 1.0)
        if step % 4 == 3:
            c = (a + b) / 2
        fc = f(c)
        best, at_best = np.where(np.abs(fc) < at_best, c, best), np.minimum(np.abs(fc), at_best)
        if (at_best < near).all():
            break
        up = fc > 0
        weight_a, weight_b = np.where(up, fc, weight_a / 2), np.where(up, weight_b / 2, fc)
        a, b = np.where(up, c, a), np.where(up, b, c)
    return best, at_best
