"""Which columns of a design are aliased: constant, the same as, or a combination of columns before them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.stats.regression.patterns import Array, counts, design

_TOLERANCE = 1e-7
"""A column is aliased when what earlier columns leave of it is this share of its length (as in R's lm)."""

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
    others = sum(j > 0 for j, _ in parts)
    kind: Kind = "constant" if not others else "same as" if others == 1 else "combination of"
    return Alias(column, kind, parts)


def has_full_rank(x: Array) -> bool:
    """Is no column of x (k, p) aliased?"""
    return not aliased_columns(x).dropped
