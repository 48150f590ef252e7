"""The response over a number as a smooth curve: what a cut-off makes a step of."""

from dataclasses import dataclass

from core.domain.cut_scan import ScanSpec
from core.domain.estimates import Estimate
from core.domain.model import ModelResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """The predicted risk of response at one value."""

    at: float
    risk: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Patients used with one value: responders among them."""

    at: float
    events: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveResult:
    """The curve between the smallest and the largest value, equally spaced; no points where `model` has no estimates.

    `model` is the logistic regression on a restricted cubic spline of the number alone, with its test of linearity.
    """

    spec: ScanSpec
    model: ModelResult
    label: str
    unit: str
    knots: tuple[float, ...] = ()
    points: tuple[CurvePoint, ...] = ()
    seen: tuple[Seen, ...] = ()
