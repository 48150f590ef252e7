"""Both estimates of the glomerular filtration rate of the patients in view, month by month, as quartiles."""

from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.labs import KidneyRule
from core.store.cohort_store import CohortStore
from core.store.expressions import level
from core.store.lab_courses import PATIENT_COLUMNS
from core.store.lab_values import KIDNEY, PATIENTS, TEST_TYPE, grade_name
from core.store.parameters import filter_parameters
from core.store.texts import text_over

COLUMNS = {
    "patient_no": "int64",
    "whole_month": "int32",
    "egfr_japan": "float64",
    "egfr_ckd_epi": "float64",
    "step": "float64",
}
Quartiles = tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class KidneyPattern:
    """One whole month: patients with both rates, of these with a baseline above 0, quartiles, and how many are low.

    `low_...` are below the rate of the rule; `step` is in the unit of creatinine.
    """

    month: int
    n: int
    n_step: int
    low_japan: int
    low_ckd_epi: int
    japan: Quartiles
    ckd_epi: Quartiles
    difference: Quartiles
    step: Quartiles


def kidney_patterns(store: CohortStore, cohort: CohortFilter, rule: KidneyRule) -> list[KidneyPattern]:
    """One row a whole month with a creatinine. Raises FilterError for a wrong filter."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        found = kept.select("patient_no").inner_join(ibis.table(COLUMNS, name=KIDNEY), "patient_no")
        return found.group_by("whole_month").aggregate(**_counted(found, rule.below)).order_by("whole_month")

    rows = store.rows(text_over(store, known, ("kidney", rule.below), build), filter_parameters(known))
    return [KidneyPattern(*row[:5], *(tuple(part) if part else None for part in row[5:])) for row in rows]


def fell(store: CohortStore, cohort: CohortFilter, rule: KidneyRule, test: str) -> tuple[int, int]:
    """How many patients in view have a rate by this test, and how many of them one below that of the rule after month 0."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        table = ibis.table(PATIENT_COLUMNS, name=PATIENTS)
        low = table[grade_name(rule.version, "worst")] >= rule.grade
        mine = table.filter(table.test == level("lab_test", TEST_TYPE)).select("patient_no", low=low)
        found = kept.select("patient_no").inner_join(mine, "patient_no")
        return found.aggregate(n=ibis._.count(), low=ibis.coalesce(found.low.cast("int64").sum(), 0))

    shape = ("kidney fell", rule.version, rule.grade)
    rows = store.rows(text_over(store, known, shape, build), filter_parameters(known) | {"lab_test": test})
    return int(rows[0][0]), int(rows[0][1])


def _counted(found: Any, below: float) -> dict[str, Any]:
    quarters = [0.25, 0.5, 0.75]
    return {
        "n": ibis._.count(),
        "n_step": found.step.count(),
        "low_japan": (found.egfr_japan < below).cast("int64").sum(),
        "low_ckd_epi": (found.egfr_ckd_epi < below).cast("int64").sum(),
        "q_japan": found.egfr_japan.quantile(quarters),
        "q_ckd_epi": found.egfr_ckd_epi.quantile(quarters),
        "q_difference": (found.egfr_ckd_epi - found.egfr_japan).quantile(quarters),
        "q_step": found.step.quantile(quarters),
    }
