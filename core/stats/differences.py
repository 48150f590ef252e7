"""The difference between two response rates: group minus reference, as proportions in -1..1.

One entry in `DIFFERENCE_METHODS` per interval: its printed name and the function that gives its limits.
"""

from math import acos, copysign, cos, hypot, pi, sqrt
from types import MappingProxyType

from core.domain.estimates import Estimate
from core.stats.contrasts import ContrastMethod, Methods, contrast
from core.stats.counts import Group, normal_quantile
from core.stats.intervals import wilson_limits
from core.stats.roots import bracketed_root


def newcombe_limits(group: Group, reference: Group, level: float) -> tuple[float, float]:
    """Give Newcombe's hybrid score limits of the difference (method 10).

    low = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), high = d + sqrt((u1 - p1)^2 + (p2 - l2)^2) from the Wilson limits
    l, u of each rate (Newcombe 1998, doi 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).
    """
    p1, p2 = group[0] / group[1], reference[0] / reference[1]
    low1, high1 = wilson_limits(*group, level)
    low2, high2 = wilson_limits(*reference, level)
    d = p1 - p2
    return max(-1.0, d - hypot(p1 - low1, high2 - p2)), min(1.0, d + hypot(high1 - p1, p2 - low2))


def miettinen_nurminen_limits(group: Group, reference: Group, level: float) -> tuple[float, float]:
    """Give the score limits of the difference of Miettinen & Nurminen.

    The two D with (d - D)^2 = z^2 V(D) N/(N - 1), where V is the variance of d at the rates that are most likely among
    those that differ by D (Miettinen & Nurminen 1985, doi 10.1002/sim.4780040211).
    """
    z = normal_quantile(level)
    return _score_low(group, reference, z), -_score_low(reference, group, z)


def _score_low(group: Group, reference: Group, z: float) -> float:
    """Give the lower score limit; counted in failures where responders are the majority, to keep digits near 1."""
    (x1, n1), (x2, n2) = group, reference
    if 2 * (x1 + x2) > n1 + n2:
        (x1, n1), (x2, n2) = (n2 - x2, n2), (n1 - x1, n1)
    d = (x1 * n2 - x2 * n1) / (n1 * n2)
    if d == -1:
        return -1.0
    inflation = (n1 + n2) / (n1 + n2 - 1)

    def excess(delta: float) -> float:
        p2 = _restricted_rate(x1, n1, x2, n2, delta)
        p1 = min(1.0, max(0.0, p2 + delta))
        return d - delta - z * sqrt(inflation * (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2))

    # 0 at d itself is no limit when both rates are 0 or 1; just below d the excess is negative.
    return bracketed_root(excess, -1.0, d - 1e-14)


def _restricted_rate(x1: int, n1: int, x2: int, n2: int, delta: float) -> float:
    """Give the most likely reference rate p among pairs (p + delta, p).

    The root, between max(0, -delta) and min(1, 1 - delta), of the cubic of Miettinen & Nurminen 1985, appendix I:
    by its cosine form, then three Newton steps for the digits which the arc cosine loses.
    """
    n = n1 + n2
    c2 = ((n1 + 2 * n2) * delta - n - x1 - x2) / n
    c1 = ((n2 * delta - n - 2 * x2) * delta + x1 + x2) / n
    c0 = x2 * delta * (1 - delta) / n
    q = c2**3 / 27 - c1 * c2 / 6 + c0 / 2
    r = copysign(sqrt(max(0.0, c2**2 / 9 - c1 / 3)), q)
    angle = (pi + acos(min(1.0, max(-1.0, q / r**3)))) / 3 if r else 0.0
    p = 2 * r * cos(angle) - c2 / 3
    for _ in range(3):
        slope = (3 * p + 2 * c2) * p + c1
        if slope:
            p -= (((p + c2) * p + c1) * p + c0) / slope
    return min(1.0, 1 - delta, max(0.0, -delta, p))


DIFFERENCE_METHODS: Methods = MappingProxyType(
    {
        "newcombe": ContrastMethod("Newcombe hybrid score", newcombe_limits),
        "miettinen-nurminen": ContrastMethod("Miettinen-Nurminen score", miettinen_nurminen_limits),
    }
)


def risk_difference(group: Group, reference: Group, method: str = "newcombe", level: float = 0.95) -> Estimate:
    """Give the rate in `group` minus the rate in `reference`, with its interval, as proportions in -1..1.

    Each group is (responders, patients). With no patients in either the value and limits are None and the note says
    so. ValueError for counts that cannot be, a level outside 0..1 or a method not in `DIFFERENCE_METHODS`.
    """
    return contrast("risk difference", _difference, DIFFERENCE_METHODS, method, (group, reference), level)


def _difference(group: Group, reference: Group) -> float:
    return group[0] / group[1] - reference[0] / reference[1]
