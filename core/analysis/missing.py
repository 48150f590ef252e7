"""What is not recorded of the patients in view."""

from core.analysis.coverage import month_coverage
from core.analysis.provenance import provenance
from core.catalogue.lookup import variable
from core.domain.coverage import MonthCoverage
from core.domain.filters import CohortFilter
from core.domain.missing import MeasuredMonth, MeasureMonths, MissingResult, MissingVariable
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.coverage import missing_counts, month_patterns, owed_with, planned_months
from core.store.distributions import patients_in_view


def missing(store: CohortStore, cohort: CohortFilter, window: float) -> MissingResult:
    """Missing values by variable, and values of every score by planned month. Raises FilterError, RequestError."""
    chosen = tuple(one for one in store.catalogue.cohort_variables if one.kind != "identifier")
    counted = zip(chosen, missing_counts(store, cohort, chosen), strict=True)
    found = [_variable(store, one, lacking, n) for one, (lacking, n) in counted]
    patterns = month_patterns(store, cohort, planned_months(store), window)
    return MissingResult(
        window=window,
        cohort=cohort,
        provenance=provenance(store, patients_in_view(store, cohort)),
        variables=tuple(sorted(found, key=lambda one: -one.share)),
        measures=tuple(
            MeasureMonths(
                measure=measure.name,
                label=measure.label,
                months=tuple(_month(month_coverage(one), one.measured[place]) for one in patterns),
            )
            for place, measure in enumerate(store.catalogue.measures)
        ),
    )


def _variable(store: CohortStore, one: Variable, lacking: int, n: int) -> MissingVariable:
    other = owed_with(one.name)
    return MissingVariable(
        variable=one.name,
        label=one.label,
        missing=lacking,
        n=n,
        owed_with=variable(store.catalogue, other).label if other else "",
    )


def _month(one: MonthCoverage, recorded: int) -> MeasuredMonth:
    return MeasuredMonth(month=one.month, recorded=recorded, due=one.due)
