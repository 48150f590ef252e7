"""The ratio of two response rates: group over reference.

One entry in `RATIO_METHODS` per interval: its printed name and the function that gives its limits.
"""

from dataclasses import replace
from math import exp, log, sqrt
from types import MappingProxyType

from core.domain.estimates import Estimate
from core.stats.contrasts import ContrastMethod, Limits, Methods, contrast
from core.stats.counts import Group, normal_quantile
from core.stats.roots import bracketed_root


def koopman_limits(group: Group, reference: Group, level: float) -> Limits:
    """Give Koopman's score limits of the risk ratio; the upper one is None without responders in the reference.

    The two R with (p1 - R p2)^2 = z^2 V(R), where V is the variance of p1 - R p2 at the rates that are most likely
    among those with ratio R (Koopman 1984, doi 10.2307/2531405).
    """
    z = normal_quantile(level)
    low = _score_limit(group, reference, z, side=1) if group[0] else 0.0
    high = _score_limit(group, reference, z, side=-1) if reference[0] else None
    return low, high


def _score_limit(group: Group, reference: Group, z: float, side: int) -> float:
    """Give the lower (side 1) or upper (side -1) score limit, searched on the log scale, ever further out."""
    (x1, n1), (x2, n2) = group, reference
    p1, p2 = x1 / n1, x2 / n2

    def excess(log_ratio: float) -> float:
        ratio = exp(log_ratio)
        return side * (p1 - ratio * p2) - z * sqrt(_restricted_variance(group, reference, ratio))

    # Without responders on one side the estimate is 0 or infinite and the search starts next to it.
    near = log((x1 or 1e-9) / n1) - log((x2 or 1e-9) / n2) - side * 1e-14
    step = 1.0
    while excess(near - side * step) < 0:
        step *= 2
    return exp(bracketed_root(excess, near, near - side * step, tolerance=1e-14))


def _restricted_variance(group: Group, reference: Group, ratio: float) -> float:
    """Give the variance of p1 - ratio * p2 at the most likely rates (ratio * p, p).

    p is the smaller root of N R p^2 - (R (n1 + x2) + n2 + x1) p + x1 + x2 = 0; its discriminant is written as a sum
    of terms that are never negative, so rates near 1 keep their digits.
    """
    (x1, n1), (x2, n2) = group, reference
    root = sqrt((ratio * (n1 + x2) - n2 - x1) ** 2 + 4 * ratio * (n1 - x1) * (n2 - x2))
    p2 = 2 * (x1 + x2) / (ratio * (n1 + x2) + n2 + x1 + root)
    p1, p2 = min(1.0, ratio * p2), min(1.0, p2)
    return p1 * (1 - p1) / n1 + ratio**2 * p2 * (1 - p2) / n2


def katz_limits(group: Group, reference: Group, level: float) -> Limits:
    """Give the log (Katz) limits of the risk ratio; None where a count is zero or everybody responded in both.

    exp(log R -+ z s), s^2 = 1/x1 - 1/n1 + 1/x2 - 1/n2 (Katz et al. 1978, Biometrics 34: 469-474).
    """
    (x1, n1), (x2, n2) = group, reference
    if not x1 or not x2 or (x1 == n1 and x2 == n2):
        return None, None
    half = normal_quantile(level) * sqrt((n1 - x1) / (n1 * x1) + (n2 - x2) / (n2 * x2))
    middle = log(x1 / n1 * n2 / x2)
    return exp(middle - half), exp(middle + half)


RATIO_METHODS: Methods = MappingProxyType(
    {"koopman": ContrastMethod("Koopman score", koopman_limits), "katz": ContrastMethod("Katz log", katz_limits)}
)


def risk_ratio(group: Group, reference: Group, method: str = "koopman", level: float = 0.95) -> Estimate:
    """Give the rate in `group` divided by the rate in `reference`, with its interval.

    Each group is (responders, patients). A value or limit that is infinite or undefined is None and the note says
    why. ValueError for counts that cannot be, a level outside 0..1 or a method not in `RATIO_METHODS`.
    """
    found = contrast("risk ratio", _ratio, RATIO_METHODS, method, (group, reference), level)
    return found if found.note else replace(found, note=_note(group, reference, found))


def _ratio(group: Group, reference: Group) -> float | None:
    return group[0] / group[1] * reference[1] / reference[0] if reference[0] else None


def _note(group: Group, reference: Group, found: Estimate) -> str:
    """Give the reason a value or limit is missing, "" where none is."""
    if not reference[0]:
        return "nobody in the reference group had the outcome" if group[0] else "nobody in either group had the outcome"
    return "this method gives no limits for these counts" if None in (found.low, found.high) else ""
