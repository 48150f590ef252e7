"""How far the predictors of a fit overlap: variance inflation of columns and terms, and the condition number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.regression.patterns import Array, counts, design


@dataclass(frozen=True, slots=True)
class Inflation:
    """How much wider a term's confidence region is than without overlap; `per_coefficient` = gvif^(1 / (2 df)).

    None where there is no term to compare with or the covariance has no inverse.
    """

    gvif: float | None
    df: int
    per_coefficient: float | None


def variance_inflation(covariance: Array, blocks: Sequence[Sequence[int]]) -> tuple[Inflation, ...]:
    """Give the generalised variance inflation of each block of columns, from the covariance (p, p) of the coefficients.

    |R_block| |R_others| / |R|, R the correlation of the coefficients without the intercept (Fox & Monette 1992,
    doi 10.1080/01621459.1992.10475190); the usual VIF for a block of one, in least squares. The intercept, column 0, is
    in no block.
    """
    if not covariance.size:
        return tuple(Inflation(None, len(set(block)), None) for block in blocks)
    spread = np.sqrt(np.diag(covariance)[1:])
    correlation = covariance[1:, 1:] / np.outer(spread, spread)
    return tuple(_inflation(correlation, sorted({j - 1 for j in block})) for block in blocks)


def _inflation(correlation: Array, block: list[int]) -> Inflation:
    """Give the inflation of one block of `correlation`."""
    others = [j for j in range(len(correlation)) if j not in block]
    sign, whole = np.linalg.slogdet(correlation)
    if sign <= 0 or min(block, default=-1) < 0:
        return Inflation(None, len(block), None)
    parts = sum(float(np.linalg.slogdet(correlation[np.ix_(part, part)])[1]) for part in (block, others))
    gvif = float(np.exp(parts - whole))
    return Inflation(gvif, len(block), gvif ** (1 / (2 * len(block))))


def condition_number(x: npt.ArrayLike, n: npt.ArrayLike | None = None) -> float | None:
    """Give the ratio of the largest to the smallest singular value of x (k, p), columns at length 1, intercept included.

    Weighted by patients n (k,) where given. Above 30 estimates are shaky (Belsley, Kuh & Welsch 1980,
    doi 10.1002/0471725153); None where a column has no length or the columns are dependent.
    """
    matrix = design(x)
    weights = np.ones(len(matrix)) if n is None else counts(n, "n", (len(matrix),))
    weighted = np.sqrt(weights)[:, None] * matrix
    length = np.sqrt((weighted**2).sum(0))
    if len(matrix) < matrix.shape[1] or not length.all():
        return None
    sizes = np.linalg.svd(weighted / length, compute_uv=False)
    return float(sizes[0] / sizes[-1]) if sizes[-1] > 1e-14 * sizes[0] else None
