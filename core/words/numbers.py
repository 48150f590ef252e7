"""Numbers as text, the same everywhere: percentages, intervals, p-values, ratios."""

from core.domain.estimates import Estimate, Test

NONE = "–"
LARGEST_RATIO = 1_000_000


def percent(value: float | None, digits: int = 1) -> str:
    """`41.4%`; a dash where there is no value."""
    return NONE if value is None else f"{100 * value:.{digits}f}%"


def points(value: float | None) -> str:
    """A difference of proportions in percentage points, with its sign: `+12.3`, `−4.0`."""
    return NONE if value is None else signed(100 * value)


def decimals(value: float | None, digits: int = 2) -> str:
    """`0.73`, `−1.20`: a number with its decimal places, and a sign only below zero; a dash where there is none."""
    return NONE if value is None else signed(value, digits).removeprefix("+")


def signed(value: float, digits: int = 1) -> str:
    """A number with its sign; a true minus, and no sign on zero."""
    text = f"{abs(value):.{digits}f}"
    sign = "" if float(text) == 0 else "−" if value < 0 else "+"
    return sign + text


def ratio(value: float | None) -> str:
    """A ratio in about three figures, never in powers of ten: `0.333`, `1.00`, `1,000`; a dash where there is none."""
    if value is None:
        return NONE
    if value < 0.001:
        return "<0.001" if value else "0"
    if value > LARGEST_RATIO:
        return f">{LARGEST_RATIO:,}"
    return f"{value:#.3g}".rstrip(".") if value < 999.5 else f"{value:,.0f}"


def rate_interval(estimate: Estimate) -> str:
    """`30.6–53.1%`."""
    if estimate.low is None or estimate.high is None:
        return NONE
    return f"{100 * estimate.low:.1f}–{100 * estimate.high:.1f}%"


def bound_words(share: float | None, level: float) -> str:
    """`by the rule of three (exact, one-sided 95%) at most 3.4%`."""
    return f"by the rule of three (exact, one-sided {100 * level:g}%) at most {percent(share)}"


def rate_with_interval(estimate: Estimate) -> str:
    """`41.4% (30.6–53.1%)`; a dash where there is no rate."""
    return NONE if estimate.value is None else f"{percent(estimate.value)} ({rate_interval(estimate)})"


def difference(estimate: Estimate | None) -> str:
    """`−33.4 (−60.1 to −2.3)`, in percentage points."""
    if estimate is None or estimate.value is None:
        return NONE
    return f"{points(estimate.value)} ({points(estimate.low)} to {points(estimate.high)})"


def ratio_with_interval(estimate: Estimate | None) -> str:
    """`0.330 (0.120 to 0.910)`; an open end as a word, a dash where there is no value."""
    if estimate is None:
        return NONE
    low = ("not found" if "lower" in estimate.note else "0") if estimate.low is None else ratio(estimate.low)
    high = ("not found" if "upper" in estimate.note else "no upper limit") if estimate.high is None else ratio(estimate.high)
    value = "not estimable" if estimate.value is None else ratio(estimate.value)
    return f"{value} ({low} to {high})"


def p_value(p: float | None) -> str:
    """`0.041`, `<0.001`; a dash where no test was possible."""
    if p is None:
        return NONE
    return "<0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def p_words(p: float | None) -> str:
    """`p = 0.041`, `p <0.001`."""
    shown = p_value(p)
    return f"p {shown}" if shown.startswith("<") else f"p = {shown}"


def tested(test: Test) -> str:
    """`Fisher's exact test, p = 0.041`, or the test's name and why there is no p."""
    if test.p is None:
        return f"{test.method}: {test.note}" if test.note else f"{test.method}: not possible"
    note = f" ({test.note})" if test.note else ""
    return f"{test.method}, {p_words(test.p)}{note}"


def count(n: int, one: str, many: str | None = None) -> str:
    """`1 patient`, `86 patients`, `1,000,000 patients`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
