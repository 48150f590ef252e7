"""Visits at the planned months of the patients in view."""

from core.analysis.provenance import provenance
from core.domain.coverage import GROUPS, CoverageResult, MonthCoverage
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.store.coverage import MonthPattern, month_patterns, planned_months
from core.store.distributions import patients_in_view


def coverage(store: CohortStore, cohort: CohortFilter, window: float) -> CoverageResult:
    """Who has a visit at which planned month. Raises FilterError, RequestError."""
    months = planned_months(store)
    return CoverageResult(
        window=window,
        widest=store.catalogue.widest_window,
        cohort=cohort,
        provenance=provenance(store, patients_in_view(store, cohort)),
        months=tuple(month_coverage(one) for one in month_patterns(store, cohort, months, window)),
        other_months=tuple(month for month in store.version.months if month not in months),
    )


def month_coverage(pattern: MonthPattern) -> MonthCoverage:
    """The groups of a month by name."""
    return MonthCoverage(month=pattern.month, **dict(zip(GROUPS, pattern.groups, strict=True)))
