"""Both estimates of the glomerular filtration rate of the patients in view, month by month, as quartiles."""

from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.kidney import LOW_EGFR
from core.store.cohort_store import CohortStore
from core.store.expressions import level
from core.store.lab_courses import VALUE_COLUMNS
from core.store.lab_values import TEST_TYPE, VALUES
from core.store.parameters import filter_parameters
from core.store.texts import text_over

TESTS = {"creatinine": "creatinine", "japan": "egfr_japan", "ckd_epi": "egfr_ckd_epi"}
Quartiles = tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class KidneyPattern:
    """One whole month: patients with both rates, of these with a baseline creatinine, quartiles, and how many are below 60.

    `step` is in the unit of creatinine.
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


def kidney_patterns(store: CohortStore, cohort: CohortFilter) -> list[KidneyPattern]:
    """One row a whole month with a creatinine. Raises FilterError for a wrong filter."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        parts = {name: _values(name) for name in TESTS}
        both = parts["japan"].inner_join(parts["ckd_epi"], ["patient_no", "month"])
        all_ = both.inner_join(parts["creatinine"], ["patient_no", "month"])
        found = kept.select("patient_no").inner_join(all_, "patient_no")
        return found.group_by("whole_month").aggregate(**_counted(found)).order_by("whole_month")

    given = filter_parameters(known) | {f"lab_{name}": test for name, test in TESTS.items()}
    rows = store.rows(text_over(store, known, ("kidney",), build), given)
    return [KidneyPattern(*row[:5], *(tuple(part) if part else None for part in row[5:])) for row in rows]


def _values(name: str) -> ir.Table:
    """The values of one test that stand for their month."""
    table = ibis.table(VALUE_COLUMNS, name=VALUES)
    mine = table.filter((table.test == level(f"lab_{name}", TEST_TYPE)) & table.whole_month.notnull() & table.value.notnull())
    if name == "creatinine":
        return mine.select("patient_no", "month", "whole_month", step=mine.value - mine.baseline)
    return mine.select("patient_no", "month", **{name: mine.value})


def _counted(found: Any) -> dict[str, Any]:
    quarters = [0.25, 0.5, 0.75]
    return {
        "n": ibis._.count(),
        "n_step": found.step.count(),
        "low_japan": (found.japan < LOW_EGFR).cast("int64").sum(),
        "low_ckd_epi": (found.ckd_epi < LOW_EGFR).cast("int64").sum(),
        "q_japan": found.japan.quantile(quarters),
        "q_ckd_epi": found.ckd_epi.quantile(quarters),
        "q_difference": (found.ckd_epi - found.japan).quantile(quarters),
        "q_step": found.step.quantile(quarters),
    }
