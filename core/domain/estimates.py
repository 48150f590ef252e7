"""Estimates and tests as every layer passes them on: plain numbers with the name of their method."""

from dataclasses import dataclass

from core.domain.errors import RequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A point estimate with its interval and the method that made it.

    `value`, `low` and `high` are on the scale named by `scale`. A limit or value that does not exist
    (a ratio over zero events) is None, never NaN or infinity, and `note` says why in words.
    """

    scale: str  # "proportion", "risk difference", "risk ratio", "odds ratio"
    value: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A p-value with the test that made it; `p` is None where the test cannot be done and `note` says why."""

    __test__ = False  # keeps pytest from collecting this class

    method: str
    p: float | None
    statistic: float | None = None
    df: int | None = None
    note: str = ""


def check_level(level: float) -> None:
    """Raises RequestError for a confidence level that no interval can be made for, or that nobody means."""
    if not 0.5 <= level < 1:
        raise RequestError(f"The confidence level {level} is not between 0.5 and 1. Use for example 0.95.")
