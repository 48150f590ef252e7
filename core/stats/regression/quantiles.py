"""Where ordered values would lie if they came from Student's t: the other axis of a quantile plot."""

from dataclasses import dataclass

import numpy as np

from core.stats.regression.patterns import Array, Mask

BAND = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class OrderedT:
    """For each value (k,) the t quantile of its place in the order, and the limits of BAND of the values at that place."""

    value: Array
    low: Array
    high: Array


def ordered_t(values: Array, defined: Mask, df: int) -> OrderedT:
    """Give the quantiles of values (k,) among those that are `defined`, on df degrees of freedom; 0 for the others.

    Of the i-th of n: the quantile of (i - a) / (n + 1 - 2 a), a = 3/8 up to ten values and 1/2 beyond (Blom 1958; R's
    ppoints). Limits: the i-th of n uniform values is Beta(i, n + 1 - i), so that they hold at each place, not at all at once.
    """
    from scipy.special import betaincinv, stdtrit

    n = int(defined.sum())
    value, low, high = (np.zeros(len(values)) for _ in range(3))
    if not n or df < 1:
        return OrderedT(value, low, high)
    place = np.arange(1, n + 1)
    at = np.flatnonzero(defined)[np.argsort(values[defined], kind="stable")]
    a = 0.375 if n <= 10 else 0.5
    value[at] = stdtrit(df, (place - a) / (n + 1 - 2 * a))
    low[at] = stdtrit(df, betaincinv(place, n + 1 - place, (1 - BAND) / 2))
    high[at] = stdtrit(df, betaincinv(place, n + 1 - place, (1 + BAND) / 2))
    return OrderedT(value, low, high)
