"""Which columns of a design are aliased: constant, the same as, or a combination of columns before them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.stats.regression.patterns import Array, counts, design

_TOLERANCE = 1e-7
"""A column is aliased when what earlier columns leave of it is this share of its length (as in R's lm)."""

_TOLERANCE_OF_MOMENTS = 1e-10
"""The same for squares, which rounding of moments leaves uncertain below this."""

Kind = Literal["constant", "same as", "combination of"]


@dataclass(frozen=True, slots=True)
class Alias:
    """A column that adds nothing to those before it, = sum of coefficient x kept column over `parts`."""

    column: int
    kind: Kind
    parts: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """The columns of a design to keep, in their order, and each column to drop with what it is made of."""

    kept: tuple[int, ...]
    dropped: tuple[Alias, ...]


def aliased_columns(x: npt.ArrayLike, n: npt.ArrayLike | None = None) -> Rank:
    """Give which columns of x (k, p) are aliased given those before them, over the rows with n > 0 (every row for None).

    Earlier columns win. Gram-Schmidt with one repetition (Björck 1967, doi 10.1007/BF01934122); a column is dropped when
    its residual is below 1e-7 of its length. "constant" is a multiple of the intercept, 0 included; "same as" has one
    other column among its parts, with or without the intercept. ValueError for a design that cannot be.
    """
    matrix = design(x)
    rows = matrix if n is None else matrix[counts(n, "n", (len(matrix),)) > 0]
    basis = np.empty(rows.shape, order="F")
    kept: list[int] = []
    dropped: list[int] = []
    for j, column in enumerate(rows.T):
        before = basis[:, : len(kept)]
        rest = column - before @ (before.T @ column)
        rest -= before @ (before.T @ rest)
        left = float(np.linalg.norm(rest))
        if left <= _TOLERANCE * float(np.linalg.norm(column)):
            dropped.append(j)
        else:
            basis[:, len(kept)] = rest / left
            kept.append(j)
    return Rank(tuple(kept), tuple(_alias(rows, basis, kept, j) for j in dropped))


def _alias(rows: Array, basis: Array, kept: list[int], column: int) -> Alias:
    """Give what `column` is made of, by least squares on the kept columns before it; shares below 1e-6 are rounding."""
    before = [j for j in kept if j < column]
    own = basis[:, : len(before)]
    weights = np.linalg.solve(own.T @ rows[:, before], own.T @ rows[:, column])
    share = np.abs(weights) * np.linalg.norm(rows[:, before], axis=0)
    seen = share > 1e-6 * np.linalg.norm(rows[:, column])
    parts = tuple((j, float(w)) for j, w, counted in zip(before, weights, seen, strict=True) if counted)
    return Alias(column, _kind(parts), parts)


def _kind(parts: tuple[tuple[int, float], ...]) -> Kind:
    others = sum(j > 0 for j, _ in parts)
    return "constant" if not others else "same as" if others == 1 else "combination of"


def aliased_in_moments(moments: Array, back: Array) -> tuple[Alias, ...]:
    """Give what `aliased_columns` drops, from the moments X'X (p, p) of centred and scaled columns.

    `back` (p, p) leads from coefficients of those columns to coefficients of the given ones. Moments carry half the digits of
    columns, so a column is dropped when its residual is below 1e-5 of its length.
    """
    kept: list[int] = [0]
    dropped = []
    for j in range(1, len(moments)):
        weights = np.asarray(np.linalg.solve(moments[np.ix_(kept, kept)], moments[kept, j]), dtype=np.float64)
        left = float(moments[j, j] - weights @ moments[kept, j])
        if left > _TOLERANCE_OF_MOMENTS * moments[0, 0]:
            kept.append(j)
        else:
            dropped.append(_alias_in_moments(j, kept[1:], weights[1:], back))
    return tuple(dropped)


def _alias_in_moments(column: int, before: list[int], weights: Array, back: Array) -> Alias:
    """Give what `column` is made of in the given columns; shares below 1e-4 are rounding."""
    seen = [(j, float(g)) for j, g in zip(before, weights, strict=True) if abs(g) > 1e-4]
    rest = float(sum(g * back[0, j] for j, g in seen) - back[0, column]) / back[column, column]
    parts = ((0, rest), *((j, g * float(back[j, j] / back[column, column])) for j, g in seen))
    return Alias(column, _kind(parts), parts)


def has_full_rank(x: Array) -> bool:
    """Is no column of x (k, p) aliased?"""
    return not aliased_columns(x).dropped
