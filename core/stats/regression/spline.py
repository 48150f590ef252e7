"""Restricted cubic splines: knots at quantiles of the patients, and the columns that make the curve."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.stats.regression.patterns import Array
from core.stats.summaries import Counted, quantiles

FEWEST_KNOTS = 3
_OUTER, _MANY = 5, 100  # the fifth value from either end, for fewer patients than this
_SHARES = {
    3: ("0.1", "0.5", "0.9"),
    4: ("0.05", "0.35", "0.65", "0.95"),
    5: ("0.05", "0.275", "0.5", "0.725", "0.95"),
}


def knots_at(values_counts: Counted, knots: int) -> tuple[float, ...]:
    """Give 3, 4 or 5 knots in the values' units, rising; none where the values are too few or too much alike for that.

    At the quantiles of Harrell 2015 (doi 10.1007/978-3-319-19425-7, table 2.3), each a quantile as in `median_iqr`; below
    100 patients the outer two at the fifth smallest and fifth largest value, as he advises and R's Hmisc does.
    """
    shares = [Fraction(share) for share in _SHARES[knots]]
    patients = sum(count for _, count in values_counts)
    if patients < _OUTER + 1:
        return ()
    if patients < _MANY:
        outer = Fraction(_OUTER - 1, patients - 1)
        shares = [outer, *shares[1:-1], 1 - outer]
    found = quantiles(values_counts, shares)
    return tuple(found) if all(one < other for one, other in pairwise(found)) else ()


def bends(x: npt.ArrayLike, knots: Sequence[float]) -> Array:
    """Give the columns (m, k - 2) which, beside x itself, make a cubic curve with k knots that is a line beyond the outer two.

    Column j = [(x - t_j)+^3 - (x - t_k-1)+^3 (t_k - t_j)/(t_k - t_k-1) + (x - t_k)+^3 (t_k-1 - t_j)/(t_k - t_k-1)] / (t_k -
    t_1)^2 (Stone & Koo 1985; Harrell 2015, equation 2.25). ValueError unless there are three knots or more, rising.
    """
    at, t = np.asarray(x, dtype=np.float64), np.asarray(knots, dtype=np.float64)
    if len(t) < FEWEST_KNOTS or not (np.diff(t) > 0).all():
        raise ValueError(f"a spline needs three knots or more, rising; got {list(knots)}")
    cubes = np.maximum(at[:, None] - t, 0) ** 3
    last, before = t[-1], t[-2]
    inner = t[:-2]
    made = (
        cubes[:, :-2]
        - cubes[:, [-2]] * ((last - inner) / (last - before))
        + cubes[:, [-1]] * ((before - inner) / (last - before))
    )
    return np.asarray(made / (last - t[0]) ** 2)
