"""Values far out among those of the same test and month of the patients in view."""

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.outliers import FENCE, FEWEST, MOST_LISTED
from core.store.cohort_store import CohortStore, Row
from core.store.lab_courses import VALUE_COLUMNS
from core.store.lab_values import VALUES
from core.store.parameters import filter_parameters
from core.store.texts import text_over


def outlier_rows(store: CohortStore, cohort: CohortFilter) -> list[Row]:
    """Pseudonym, test, month, value, both fences, both limits, grade by version 5.0, and how many there are in all.

    The farthest out in interquartile ranges first. Raises FilterError for a wrong filter.
    """
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        found = _compared(store, kept)
        quartiles = _quartiles(found)
        range_ = quartiles.q3 - quartiles.q1
        fences = quartiles.filter((quartiles.n >= FEWEST) & (range_ > 0)).mutate(
            low=quartiles.q1 - FENCE * range_, high=quartiles.q3 + FENCE * range_, iqr=range_
        )
        beside = found.inner_join(fences, ["test", "whole_month"])
        out = beside.filter((beside.value < beside.low) | (beside.value > beside.high))
        far = ibis.greatest(out.low - out.value, out.value - out.high) / out.iqr
        listed = out.mutate(far=far, total=ibis._.count().over()).order_by(ibis.desc("far"), "patient_id", "test", "month")
        columns = ("patient_id", "test", "month", "value", "low", "high", "lower_limit", "upper_limit", "grade_5", "total")
        return listed.limit(MOST_LISTED).select(*columns)

    return store.rows(text_over(store, known, ("outliers",), build), filter_parameters(known))


def compared_values(store: CohortStore, cohort: CohortFilter) -> tuple[int, int, int]:
    """Values of the patients in view: with fences, fewer than FEWEST at the month, at months whose quartiles are alike."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        months = _quartiles(_compared(store, kept))
        few, alike = months.n < FEWEST, months.q1 == months.q3
        parts = {"compared": ~few & ~alike, "few": few, "alike": ~few & alike}
        return months.aggregate(**{name: ibis.coalesce(months.n.sum(where=part), 0) for name, part in parts.items()})

    compared, few, alike = store.rows(text_over(store, known, ("compared",), build), filter_parameters(known))[0]
    return int(compared), int(few), int(alike)


def _quartiles(found: ir.Table) -> ir.Table:
    """How many values there are of each test and month, with their quartiles."""
    return found.group_by("test", "whole_month").aggregate(
        n=ibis._.count(), q1=found.value.quantile(0.25), q3=found.value.quantile(0.75)
    )


def _compared(store: CohortStore, kept: ir.Table) -> ir.Table:
    """The values that stand for their month, those that are calculated from others left out."""
    values = ibis.table(VALUE_COLUMNS, name=VALUES)
    made = [test.key for test in store.catalogue.lab_tests if test.made_from]
    given = values.filter(values.value.notnull() & values.whole_month.notnull() & values.test.notin(made))
    return kept.select("patient_no", "patient_id").inner_join(given, "patient_no")
