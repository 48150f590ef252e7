"""Random choices, gaps and identifiers for a whole block of patients at once, as Arrow columns."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
DIGITS = 8  # of the number in a patient's identifier


def codes(rng: np.random.Generator, shares: npt.ArrayLike, n: int) -> Codes:
    """Places in `shares`, each as often as its share of their sum."""
    edges = np.cumsum(shares) / np.sum(shares)
    return np.minimum(np.searchsorted(edges, rng.random(n), side="right"), len(edges) - 1)


def codes_by_row(rng: np.random.Generator, shares: Numbers) -> Codes:
    """One place for each row of a table of shares."""
    edges = np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)
    below: Codes = (rng.random(len(shares))[:, None] >= edges).sum(axis=1)
    return np.asarray(np.minimum(below, shares.shape[1] - 1))


def tenths(values: Numbers) -> Numbers:
    """The values to one decimal."""
    return np.asarray(np.round(values, 1), np.float64)


def gaps(rng: np.random.Generator, share: float, n: int) -> Flags:
    """True for the values that were not recorded."""
    return np.asarray(rng.random(n) < share)


def texts(levels: Sequence[str], places: Codes, missing: Flags | None = None) -> pa.Array:
    """A text column: the level at each place, empty where missing."""
    return pa.array(list(levels), pa.string()).take(pa.array(places, mask=missing))


def numbers(values: npt.NDArray[Any], missing: Flags | None = None) -> pa.Array:
    """A column of numbers or flags, empty where missing; flags are written 1 and 0."""
    return pa.array(values.astype(np.int8) if values.dtype == np.bool_ else values, mask=missing)


def identifiers(first: int, n: int) -> pa.Array:
    """P00000001 and so on, from number `first`."""
    digits = pc.utf8_lpad(pa.array(np.arange(first, first + n)).cast(pa.string()), width=DIGITS, padding="0")
    return pc.binary_join_element_wise(pa.scalar("P"), digits, "")


def table(columns: Mapping[str, pa.Array]) -> pa.Table:
    """An Arrow table of the columns, in their order."""
    return pa.table(dict(columns))
