"""What the regression kernel takes: a design matrix, one row a pattern, with the patients and events of each."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.intp]

Status = Literal["ok", "no patients", "no events", "no non-events", "aliased", "separated", "not converged"]
"""How a fit ended, in words; estimates are given for "ok" only."""


FARTHEST = 700.0
"""Linear predictors stay within this of 0, where their exponential is still a number."""


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Design x (k, p) with intercept first, patients n (k,) all above 0, events (k,) with 0 <= events <= n."""

    x: Array
    n: Array
    events: Array


@dataclass(frozen=True, slots=True, eq=False)
class Coordinates:
    """Columns brought to a common size: `x` (k, p) here, coefficients of the given columns = `back` @ those of `x`."""

    x: Array
    back: Array

    @property
    def log_scale(self) -> float:
        """Give half of log |I given| - log |I here|, the constant that a Jeffreys penalty needs."""
        return -float(np.log(np.diag(self.back)).sum())


def design(x: npt.ArrayLike) -> Array:
    """Give `x` as a float64 matrix; ValueError unless it is finite, two-dimensional and starts with the intercept."""
    matrix = np.asarray(x, dtype=np.float64)
    if matrix.ndim != 2 or not matrix.shape[1]:
        raise ValueError(f"x must be a matrix with at least one column; got shape {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ValueError("x must be finite: leave out rows with missing values first")
    if (matrix[:, 0] != 1).any():
        raise ValueError("the first column of x must be the intercept, all ones")
    return matrix


def counts(values: npt.ArrayLike, name: str, shape: tuple[int, ...]) -> Array:
    """Give `values` as float64 of this shape; ValueError names the array that is not finite, negative or misshapen."""
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}; got {array.shape}")
    if not (np.isfinite(array) & (array >= 0)).all():
        raise ValueError(f"{name} must be finite and not negative")
    return array


def patterns(x: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> Patterns:
    """Give the patterns that have patients; ValueError for input that cannot be (shapes, not finite, events above n)."""
    matrix = design(x)
    size = counts(n, "n", (len(matrix),))
    responders = counts(events, "events", size.shape)
    if (responders > size).any():
        raise ValueError("events cannot exceed n")
    kept = size > 0
    return Patterns(matrix[kept], size[kept], responders[kept])


def obstacle(n: Array, events: Array) -> Status:
    """Give the reason no logistic model can be fitted to these counts, "ok" where nothing stands in the way."""
    if not n.sum():
        return "no patients"
    if not events.sum():
        return "no events"
    return "no non-events" if events.sum() == n.sum() else "ok"


def risks(log_odds: Array) -> Array:
    """Give the probabilities 1 / (1 + exp(-log odds))."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -FARTHEST, FARTHEST))))


def centred(x: Array, n: Array) -> Coordinates:
    """Give columns with mean 0 and standard deviation 1 over patients, the intercept as it is.

    Coefficients go back by b_j = g_j / s_j and b_0 = g_0 - sum m_j g_j / s_j. A constant column keeps scale 1.
    """
    share = n / n.sum()
    middle = share @ x
    middle[0] = 0.0
    moved = x - middle
    scale = _sizes(np.sqrt(share @ moved**2))
    back = np.diag(1 / scale)
    back[0, 1:] = -middle[1:] / scale[1:]
    return Coordinates(moved / scale, back)


def scaled(x: Array, n: Array) -> Coordinates:
    """Give columns with mean square 1 over patients and their origin kept, for models without the intercept."""
    scale = _sizes(np.sqrt(n @ x**2 / n.sum()))
    return Coordinates(x / scale, np.diag(1 / scale))


def _sizes(scale: Array) -> Array:
    """Give the scales to divide by: 1 where a column has no size."""
    return np.where(scale > 0, scale, 1.0)
