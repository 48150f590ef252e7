"""Laboratory values far out among those of the same test and month, in everyone treated and in view."""

from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import lab_test
from core.domain.filters import CohortFilter
from core.domain.outliers import Outlier, OutlierResult
from core.store.cohort_store import CohortStore, Row
from core.store.distributions import patients_in_view
from core.store.lab_outliers import compared_values, outlier_rows


def lab_outliers(store: CohortStore, cohort: CohortFilter) -> OutlierResult:
    """The list of outliers. Raises FilterError where it cannot be asked."""
    cohort = recorded(store, cohort, "lab")
    rows = outlier_rows(store, cohort)
    compared, few, alike = compared_values(store, cohort)
    return OutlierResult(
        cohort=cohort,
        provenance=provenance(store, patients_in_view(store, cohort)),
        values=compared,
        few=few,
        alike=alike,
        total=rows[0][-1] if rows else 0,
        rows=tuple(_outlier(store, row) for row in rows),
    )


def _outlier(store: CohortStore, row: Row) -> Outlier:
    patient, key, month, value, low, high, lower, upper, grade, _ = row
    test = lab_test(store.catalogue, key)
    return Outlier(
        patient_id=patient,
        label=test.label,
        unit=test.unit,
        decimals=test.decimals,
        month=month,
        value=value,
        low=max(low, 0.0),
        high=high,
        lower_limit=lower,
        upper_limit=upper,
        grade=grade,
    )
