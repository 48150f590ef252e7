"""Numbers and scores of the patients in view that lie beyond Tukey's fences."""

from dataclasses import replace

from core.analysis.provenance import provenance
from core.domain.catalogue import Catalogue
from core.domain.course_checks import FINE_STEPS
from core.domain.filters import CohortFilter
from core.domain.numeric_outliers import INNER, OUTER, Fences, NumericOutlier, NumericOutlierResult
from core.domain.outliers import FEWEST
from core.store.cohort_store import CohortStore
from core.store.coverage import planned_months
from core.store.distributions import patients_in_view
from core.store.numeric_outliers import NumberAsked, Spread, beyond_counts, beyond_rows, quartiles_of
from core.store.queries import check_window

Range = tuple[float, float]


def numeric_outliers(store: CohortStore, cohort: CohortFilter, window: float) -> NumericOutlierResult:
    """The fences of every number, and the values beyond them. Raises FilterError, RequestError."""
    check_window(store, window)
    numbers = _numbers(store.catalogue, planned_months(store))
    asked = [NumberAsked(one.variable, one.month) for one, _ in numbers]
    found = quartiles_of(store, cohort, asked, window)
    fences = [_fenced(one, span, n, quarters) for (one, span), (n, quarters) in zip(numbers, found, strict=True)]
    spreads = [
        Spread(place, asked[place], one.lower, one.upper)
        for place, one in enumerate(fences)
        if one.inner is not None and one.lower is not None and one.upper is not None
    ]
    counts = beyond_counts(store, cohort, spreads, window) if spreads else {}
    rows = beyond_rows(store, cohort, spreads, window) if counts else []
    return NumericOutlierResult(
        window=window,
        cohort=cohort,
        provenance=provenance(store, patients_in_view(store, cohort)),
        fences=tuple(
            replace(one, outside=counts[place][0], far=counts[place][1]) if place in counts else one
            for place, one in enumerate(fences)
        ),
        rows=tuple(NumericOutlier(place=at, patient_id=who, value=value, beyond=beyond) for at, who, value, beyond in rows),
    )


def _numbers(catalogue: Catalogue, months: tuple[int, ...]) -> list[tuple[Fences, Range]]:
    """Every number with the range it can have: variables first, then scores of many steps at the planned months."""
    found = [
        (Fences(variable=one.name, label=one.label, unit=one.unit, month=None, n=0), _range(one.low, one.high))
        for one in catalogue.cohort_variables
        if one.numeric
    ]
    units = {one.name: one.unit for one in catalogue.table("visit")}
    return found + [
        (Fences(variable=one.name, label=one.label, unit=units[one.name], month=month, n=0), _range(one.low, one.high))
        for one in catalogue.measures
        if (one.high - one.low) / one.step >= FINE_STEPS
        for month in months
        if month > 0
    ]


def _range(low: float | None, high: float | None) -> Range:
    return (float("-inf") if low is None else low, float("inf") if high is None else high)


def _fenced(one: Fences, span: Range, n: int, quarters: tuple[float, float, float] | None) -> Fences:
    if quarters is None:
        return one
    lower, median, upper = quarters
    known = replace(one, n=n, lower=lower, median=median, upper=upper)
    if n < FEWEST or lower == upper:
        return known
    inner, outer = (_cut(lower, upper, times, span) for times in (INNER, OUTER))
    return replace(known, inner=inner, outer=outer)


def _cut(lower: float, upper: float, times: float, span: Range) -> Range:
    reach = times * (upper - lower)
    return max(lower - reach, span[0]), min(upper + reach, span[1])
