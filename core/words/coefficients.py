"""One row of a model in words: estimate, interval, test, counts, and a sentence."""

from core.domain.estimates import Estimate
from core.domain.filters import number
from core.domain.model import Coefficient, Fit, Held, ModelKind, ModelResult, TermTest
from core.domain.published_marks import PublishedMark
from core.words.cohort import listed
from core.words.numbers import NONE, p_value, ratio, ratio_with_interval, signed, tested

CRUDE, ADJUSTED, PUBLISHED = "Crude", "Adjusted", "Published"
AXES: dict[ModelKind, str] = {
    "logistic": "Odds ratio of response: right of 1 more likely",
    "least_squares": "Difference in points: right of 0 higher",
}
LINEARITY = ": is it a line?"
MEAN = "the mean of all levels"


def estimate_words(found: Fit | None, kind: str) -> str:
    """`8.11 (1.09 to 60.4)` for an odds ratio, `+10.2 (2.0 to 18.3)` for points; a dash where there is none."""
    if found is None:
        return NONE
    if kind == "logistic":
        return ratio_with_interval(found.estimate)
    return _points(found.estimate)


def _points(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return NONE
    return f"{signed(estimate.value, 2)} ({signed(estimate.low, 2)} to {signed(estimate.high, 2)})"


def crude_words(row: Coefficient, kind: str) -> str:
    """The crude estimate, or that it has no finite one."""
    return "no finite estimate" if row.crude_status == "separated" else estimate_words(row.crude, kind)


def main_words(row: Coefficient, kind: str) -> str:
    """The estimate to be read first."""
    return estimate_words(row.adjusted, kind) if row.adjusted else crude_words(row, kind)


def test_words(found: Fit | None) -> str:
    """The p-value alone; the test is named in the caption."""
    return NONE if found is None else p_value(found.test.p)


def coefficient_label(row: Coefficient) -> str:
    """`Sex: Female` against its reference, or `Age: per 10 years`; `Sex: Female, at Age 38 years` beside an interaction."""
    return f"{row.label}: {level_words(row)}"


def level_words(row: Coefficient) -> str:
    """`Female`, or `Female, at Age 38 years` beside an interaction."""
    return row.level + _at(row)


def held_words(row: Coefficient) -> str:
    """`Age 38 years`, `Age 38 years and Sex Male`: where the other variables of its interactions stand; "" without."""
    return listed([f"{one.label} {_place(one)}" for one in row.at], "and") if row.at else ""


def _place(one: Held) -> str:
    return one.level or MEAN if one.value is None else f"{number(one.value)} {one.unit}".strip()


def _at(row: Coefficient) -> str:
    return f", at {held_words(row)}" if row.at else ""


def reference_words(result: ModelResult, row: Coefficient) -> str:
    """`Male`, or `the mean of all levels`: what a level is compared with; "" for a slope."""
    return MEAN if row.part == "level" and result.spec.coding == "effect" else row.reference


def against_words(result: ModelResult, row: Coefficient) -> str:
    """`v Male`; "" for a slope."""
    reference = reference_words(result, row)
    return f"v {reference}" if reference else ""


def count_words(row: Coefficient) -> str:
    """`10/11` responders of the patients at a level, `n 70` for a slope or where nobody responds or not."""
    return f"n {row.n:,}" if row.events is None or row.part in ("line", "spline") else f"{row.events:,}/{row.n:,}"


def mark_words(one: PublishedMark) -> str:
    """`8.11, p 0.041`: a published estimate with the digits it is printed in."""
    return f"{one.estimate:.{one.digits}f}, p {p_value(one.p)}"


def term_words(result: ModelResult, one: TermTest) -> str:
    """`Sex`, with where an interaction holds the other variable, or `Age: is it a line?`."""
    held = {row.variable: _at(row) for row in result.coefficients}
    return one.label + (LINEARITY if one.linearity else held.get(one.variable, ""))


def shadow_words(row: Coefficient) -> str:
    """The maximum-likelihood estimate that stands beside Firth's, or that there is none."""
    if row.endless:
        return "infinite" if row.endless > 0 else "zero"
    return estimate_words(row.shadow, "logistic") if row.shadow else "no finite fit"


def sentence(result: ModelResult, row: Coefficient) -> str:
    """One estimate in plain words."""
    found = row.main
    if found is None or found.estimate.value is None:
        return f"{coefficient_label(row)}: no estimate."
    told = _odds(result, row, found) if result.spec.kind == "logistic" else _points_words(result, row, found)
    return f"{coefficient_label(row)}: {told}; {estimate_words(found, result.spec.kind)}, {tested(found.test)}."


def _odds(result: ModelResult, row: Coefficient, found: Fit) -> str:
    reference, value = reference_words(result, row), ratio(found.estimate.value)
    if row.part == "interaction":
        return f"with both, odds of response {value} times what the terms say one by one"
    return f"{value} times the odds of response of {reference}" if reference else f"odds of response times {value}"


def _points_words(result: ModelResult, row: Coefficient, found: Fit) -> str:
    value = found.estimate.value or 0.0
    more = f"{abs(value):.1f} percentage points {'more' if value > 0 else 'less'} improvement"
    if result.spec.linear_of == "value":
        more = f"{result.measure} {abs(value):.1f} points {'higher' if value > 0 else 'lower'}"
    if row.part == "interaction":
        return f"with both, {more} than the terms say one by one"
    reference = reference_words(result, row)
    return f"{more} than {reference}" if reference else more
