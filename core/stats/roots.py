"""Roots of one increasing or sign-changing function of one number, to the last few digits."""

from collections.abc import Callable
from math import inf, isfinite

_MAX_STEPS = 200


def bracketed_root(f: Callable[[float], float], a: float, b: float, tolerance: float = 1e-15) -> float:
    """Give x between `a` and `b` with f(x) = 0, to within `tolerance` (absolute) or rounding.

    f(a) and f(b) must differ in sign; ValueError otherwise. Inverse quadratic interpolation wherever it is safe, else
    bisection (Chandrupatla 1997, doi 10.1016/S0965-9978(96)00051-8).
    """
    fa, fb = f(a), f(b)
    if fa * fb > 0:
        raise ValueError(f"no change of sign between {a!r} and {b!r}")
    c, fc, t = a, fa, 0.5
    for _ in range(_MAX_STEPS):
        x = a + t * (b - a)
        fx = f(x)
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, fc, b, fb = b, fb, a, fa
        a, fa = x, fx
        best = a if abs(fa) < abs(fb) else b
        margin = (4e-16 * abs(best) + tolerance) / abs(b - c) if b != c else 1.0
        if margin > 0.5 or fa == 0 or fb == 0:
            return best
        t = min(1 - margin, max(margin, _interpolated((a, fa), (b, fb), (c, fc))))
    return best


def _interpolated(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Give the next point as a fraction of the way from `a` to `b`: interpolated where safe, else half way."""
    (xa, fa), (xb, fb), (xc, fc) = a, b, c
    xi, phi = (xa - xb) / (xc - xb), (fa - fb) / (fc - fb)
    if not (phi**2 < xi and (1 - phi) ** 2 < 1 - xi):
        return 0.5
    return fa / (fb - fa) * fc / (fb - fc) + (xc - xa) / (xb - xa) * fa / (fc - fa) * fb / (fc - fb)


def increasing_root(f: Callable[[float], tuple[float, float]], start: float) -> float:
    """Give x with f(x) = 0 for an increasing f that returns its value and its slope.

    Newton's steps, none longer than 3 and none past a point already known to lie beyond the root. They end after a
    step below 1e-8, since the error left is of the order of its square.
    """
    low, high, x = -inf, inf, start
    for _ in range(_MAX_STEPS):
        value, slope = f(x)
        low, high = (low, x) if value > 0 else (x, high)
        step = -value / slope if slope > 0 else (-3.0 if value > 0 else 3.0)
        step = min(3.0, max(-3.0, step))
        if abs(step) < 1e-8:
            return x + step
        x += step
        if isfinite(low) and isfinite(high) and not low < x < high:
            x = (low + high) / 2
    return x
