"""Median, quartiles, mean and spread of values that arrive counted: (value, how many patients have it).

The cost is that of the patterns, not of the patients.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import fsum, isfinite, sqrt

from core.stats.counts import whole_number

Counted = Sequence[tuple[float, int]]
QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """Median and quartiles in the values' units, with the patients behind them; None for no patients."""

    n: int
    lower: float | None
    median: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSd:
    """Mean and standard deviation in the values' units; no mean for no patients, no sd for fewer than two."""

    n: int
    mean: float | None
    sd: float | None


def median_iqr(values_counts: Counted) -> Quartiles:
    """Give the quartiles of the values as if every patient were listed.

    `values_counts` holds (value, count) in any order; a value may recur. Quantile q lies at place (n - 1) q of the
    sorted values, counted from 0, between neighbours by straight line: type 7 of Hyndman & Fan 1996
    (doi 10.1080/00031305.1996.10473566), the default of R and numpy. ValueError for a value that is not finite or a
    count that is not a whole number.
    """
    found = quantiles(values_counts, QUARTERS)
    lower, median, upper = found or (None, None, None)
    return Quartiles(n=sum(count for _, count in values_counts), lower=lower, median=median, upper=upper)


def quantiles(values_counts: Counted, shares: Sequence[Fraction]) -> list[float]:
    """Give the quantile of each share, as `median_iqr` does; none for no patients."""
    patterns = sorted(_checked(values_counts))
    if not patterns:
        return []
    values = [value for value, _ in patterns]
    ends = list(accumulate(count for _, count in patterns))
    return [_at(values, ends, share) for share in shares]


def _at(values: list[float], ends: list[int], share: Fraction) -> float:
    """Give one quantile, from sorted values and the running totals of their counts."""
    place, rest = divmod((ends[-1] - 1) * share, 1)
    below = values[bisect_right(ends, place)]
    if not rest:
        return below
    above = values[bisect_right(ends, place + 1)]
    # From the nearer neighbour, so that equal neighbours give their own value exactly.
    part = float(rest if 2 * rest <= 1 else 1 - rest)
    return below + (above - below) * part if 2 * rest <= 1 else above - (above - below) * part


def mean_sd(values_counts: Counted) -> MeanSd:
    """Give the mean and the sample standard deviation (n - 1) of the values as if every patient were listed.

    `values_counts` as in `median_iqr`. The squares are taken about the mean, so large values with a small spread keep
    their digits.
    """
    patterns = _checked(values_counts)
    n = sum(count for _, count in patterns)
    if not n:
        return MeanSd(n=0, mean=None, sd=None)
    mean = fsum(value * count for value, count in patterns) / n
    squares = fsum(count * (value - mean) ** 2 for value, count in patterns)
    return MeanSd(n=n, mean=mean, sd=sqrt(squares / (n - 1)) if n > 1 else None)


def _checked(values_counts: Counted) -> list[tuple[float, int]]:
    """Give the patterns that somebody has; ValueError for a value that is not finite or a count that cannot be."""
    for value, count in values_counts:
        if not isfinite(value):
            raise ValueError(f"a value must be a finite number; got {value!r}")
        whole_number(count, "a count")
    return [(float(value), int(count)) for value, count in values_counts if count]
