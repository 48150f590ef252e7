"""Grades of the patients in view as counts: at baseline and the worst after it, test by test."""

from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.labs import CtcaeVersion
from core.store.cohort_store import CohortStore
from core.store.lab_courses import PATIENT_COLUMNS
from core.store.lab_values import PATIENTS, grade_name
from core.store.parameters import filter_parameters
from core.store.texts import text_over


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """Patients with rows of one test that share the grade at month 0, the worst after it, and whether any is after it."""

    test: str
    baseline: int | None
    worst: int | None
    later: bool
    patients: int


def shift_patterns(store: CohortStore, cohort: CohortFilter, version: CtcaeVersion) -> list[ShiftPattern]:
    """One row a test and pair of grades. Raises FilterError for a wrong filter."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        found = kept.select("patient_no").inner_join(ibis.table(PATIENT_COLUMNS, name=PATIENTS), "patient_no")
        keys = {
            "test": found.test,
            "baseline": found[grade_name(version, "baseline")],
            "worst": found[grade_name(version, "worst")],
            "after": found.later > 0,
        }
        return found.select(**keys).group_by(*keys).aggregate(n=ibis._.count())

    rows = store.rows(text_over(store, known, ("lab shifts", version), build), filter_parameters(known))
    return [ShiftPattern(*row) for row in rows]
