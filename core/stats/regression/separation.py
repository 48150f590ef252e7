"""Do columns of the design separate responders from the others, so that maximum likelihood has no finite maximum?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.stats.regression.logistic import fit_logistic
from core.stats.regression.patterns import Array, Mask, Patterns, Places, Status, obstacle, patterns
from core.stats.regression.rank import aliased_columns

_TOLERANCE = 1e-7

Kind = Literal["none", "quasi-complete", "complete"]


@dataclass(frozen=True, slots=True, eq=False)
class Separation:
    """How far the outcomes are separated, by which columns, and which patterns are not.

    `columns` are those whose coefficient is not finite; `signs` tells for each whether it goes to +1 or -1 infinity, 0
    where some directions of separation lead to one and some to the other. `overlap` (k,) marks the patterns whose fitted
    rate stays between 0 and 1: a fit to them gives the finite coefficients in their limit. `status` is "ok" or what stood
    in the way of any fit.
    """

    kind: Kind
    columns: tuple[int, ...]
    signs: tuple[int, ...]
    overlap: Mask
    status: Status


def find_separation(x: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> Separation:
    """Give the separation in patterns x (k, p), n and events (k,); aliased columns are left out of the question.

    A maximum likelihood fit that ends is the cheap proof that there is none (Albert & Anderson 1984,
    doi 10.1093/biomet/71.1.1). Else a linear program: maximise sum s, 0 <= s <= 1, with d such that x'd >= s where
    everyone responded, -x'd >= s where nobody did and x'd = 0 elsewhere; s is 1 at every pattern that any d separates
    (after Konis 2007, thesis, Oxford). The infinite coefficients are those that the other patterns leave open.
    """
    data = patterns(x, n, events)
    seen = np.asarray(n, dtype=np.float64) > 0
    status = obstacle(data.n, data.events)
    if status == "no patients":
        return Separation("none", (), (), np.zeros(len(seen), dtype=np.bool_), status)
    kept = np.array(aliased_columns(data.x).kept)
    data = Patterns(data.x[:, kept], data.n, data.events)
    if status == "ok" and fit_logistic(data.x, data.n, data.events).status == "ok":
        return Separation("none", (), (), seen, "ok")
    separated = _separated(data) if status == "ok" else np.ones(len(data.n), dtype=np.bool_)
    columns = _infinite(data.x[~separated]) if separated.any() else np.empty(0, dtype=np.intp)
    signs = _signs(data, columns)
    overlap = np.zeros(len(seen), dtype=np.bool_)
    overlap[np.flatnonzero(seen)[~separated]] = True
    kind: Kind = "complete" if separated.all() else "quasi-complete" if separated.any() else "none"
    return Separation(kind, tuple(int(kept[j]) for j in columns), signs, overlap, status)


def _separated(data: Patterns) -> Mask:
    """Give which patterns (k,) can be separated, all of them by one direction."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    x = data.x / np.abs(data.x).max(0)
    p = x.shape[1]
    pure = (data.events == 0) | (data.events == data.n)
    signed = np.where(data.events > 0, 1.0, -1.0)[pure, None] * x[pure]
    mixed = x[~pure]
    m = len(signed)
    solved = linprog(
        np.concatenate([np.zeros(p), -np.ones(m)]),
        A_ub=hstack([csr_array(-signed), eye_array(m)]),
        b_ub=np.zeros(m),
        A_eq=hstack([csr_array(mixed), csr_array((len(mixed), m))]) if len(mixed) else None,
        b_eq=np.zeros(len(mixed)) if len(mixed) else None,
        bounds=[(None, None)] * p + [(0, 1)] * m,
        method="highs",
    )
    separated = np.zeros(len(x), dtype=np.bool_)
    if solved.status == 0:
        separated[pure] = solved.x[p:] > 0.5
    return separated


def unbounded(data: Patterns, columns: Places, sign: Array) -> Mask:
    """Give for each (column, sign) whether the coefficient can grow that way for ever at no loss of likelihood, (B,).

    One linear program each: the most of sign d_j over directions -1 <= d <= 1 that lead no pattern astray.
    """
    from scipy.optimize import linprog

    x = data.x / np.abs(data.x).max(0)
    astray = np.vstack([-x[data.events > 0], x[data.events < data.n]])
    goals = np.zeros((len(columns), x.shape[1]))
    goals[np.arange(len(columns)), columns] = -sign
    found = [linprog(goal, A_ub=astray, b_ub=np.zeros(len(astray)), bounds=(-1, 1), method="highs") for goal in goals]
    return np.array([solved.status == 0 and solved.fun < -_TOLERANCE for solved in found], dtype=np.bool_)


def _signs(data: Patterns, columns: Places) -> tuple[int, ...]:
    """Give the infinity each of `columns` goes to: 1, -1, or 0 where directions of separation lead to both."""
    ways = unbounded(data, columns.repeat(2), np.tile([1.0, -1.0], len(columns))).reshape(-1, 2)
    return tuple(int(up) - int(down) for up, down in ways)


def _infinite(overlap: Array) -> Places:
    """Give the columns whose coefficient the overlapping patterns (m, p) leave open.

    Directions of separation span the null space of those patterns; a coefficient is finite when it is 0 there.
    """
    p = overlap.shape[1]
    size = np.abs(overlap).max(0, initial=0)
    padded = np.vstack([overlap / np.where(size > 0, size, 1.0), np.zeros((p, p))])
    _, sizes, rows = np.linalg.svd(padded, full_matrices=False)
    null = rows[sizes <= _TOLERANCE * max(1.0, float(sizes[0]))]
    return np.flatnonzero((np.abs(null) > 1e-6).any(0))
