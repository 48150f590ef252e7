"""Peaks of the liver enzymes and of bilirubin of the patients in view, counted and one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.grading import TOLERANCE
from core.domain.labs import LiverRule
from core.store.cohort_store import CohortStore, Row
from core.store.expressions import level, number
from core.store.lab_courses import PATIENT_COLUMNS, VALUE_COLUMNS
from core.store.lab_values import PATIENTS, TEST_TYPE, VALUES
from core.store.parameters import filter_parameters
from core.store.texts import text_over

BINS = 10  # a factor of ten


@dataclass(frozen=True, slots=True)
class LiverPattern:
    """Patients in one bin and quadrant; the middle of the bin in multiples of both limits, None where a peak is not known."""

    enzyme: float | None
    bilirubin: float | None
    high_enzyme: bool | None
    high_bilirubin: bool | None
    patients: int


def liver_patterns(store: CohortStore, cohort: CohortFilter, rule: LiverRule) -> list[LiverPattern]:
    """One row a bin of everyone in view. Raises FilterError for a wrong filter."""

    def build(kept: ir.Table) -> ir.Table:
        enzyme, bilirubin = _peaks("enzyme", _enzymes(rule)), _peaks("bilirubin", _bilirubin(rule))
        found = kept.select("patient_no").left_join(enzyme, "patient_no").drop("patient_no_right")
        found = found.left_join(bilirubin, "patient_no")
        keys = {
            "x": (found.enzyme.log10() * BINS).round() / BINS,
            "y": (found.bilirubin.log10() * BINS).round() / BINS,
            "high_x": found.enzyme >= number("enzyme_at_least") * (1 - TOLERANCE),
            "high_y": found.bilirubin > number("bilirubin_above") * (1 + TOLERANCE),
        }
        return found.select(**keys).group_by(*keys).aggregate(n=ibis._.count())

    rows = _rows(store, cohort, rule, "bins", build)
    return [LiverPattern(_middle(row[0]), _middle(row[1]), *row[2:]) for row in rows]


def liver_values(store: CohortStore, cohort: CohortFilter, rule: LiverRule) -> list[Row]:
    """Pseudonym, test, month and multiple of the upper limit of all these tests, in order of patients, tests and months."""

    def build(kept: ir.Table) -> ir.Table:
        table = ibis.table(VALUE_COLUMNS, name=VALUES)
        listed = _any_of(table, _enzymes(rule) | _bilirubin(rule))
        values = table.filter(listed).select("patient_no", "test", "month", ratio=table.value / table.upper_limit.nullif(0))
        found = kept.select("patient_no", "patient_id").inner_join(values.filter(values.ratio.notnull()), "patient_no")
        return found.order_by("patient_no", "test", "month").select("patient_id", "test", "month", "ratio")

    return _rows(store, cohort, rule, "values", build)


def _middle(power: float | None) -> float | None:
    return None if power is None else float(10**power)


def _enzymes(rule: LiverRule) -> dict[str, str]:
    """The enzymes under the names of their parameters."""
    return {f"lab_enzyme_{at}": test for at, test in enumerate(rule.enzymes)}


def _bilirubin(rule: LiverRule) -> dict[str, str]:
    return {"lab_bilirubin": rule.bilirubin}


def _any_of(table: ir.Table, tests: Mapping[str, str]) -> ir.BooleanValue:
    return table.test.isin([level(name, TEST_TYPE) for name in tests])


def _peaks(name: str, tests: Mapping[str, str]) -> ir.Table:
    """The highest peak of these tests of every patient, if it is above zero."""
    table = ibis.table(PATIENT_COLUMNS, name=PATIENTS)
    mine = table.filter(_any_of(table, tests) & (table.peak_ratio > 0))
    return mine.group_by("patient_no").aggregate(**{name: mine.peak_ratio.max()})


def _rows(
    store: CohortStore, cohort: CohortFilter, rule: LiverRule, what: str, build: Callable[[ir.Table], ir.Table]
) -> list[Row]:
    known = checked(store.catalogue, cohort)
    given = filter_parameters(known) | _enzymes(rule) | _bilirubin(rule)
    if what == "bins":
        given |= {"enzyme_at_least": rule.enzyme_at_least, "bilirubin_above": rule.bilirubin_above}
    return store.rows(text_over(store, known, ("liver", what, len(rule.enzymes)), build), given)
