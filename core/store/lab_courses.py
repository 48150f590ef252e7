"""Laboratory values of the patients in view, as counts and quartiles made by the engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.lab_course import LabSpec, Scale
from core.domain.rates import Grouping
from core.store.cohort_store import CohortStore, Row
from core.store.expressions import groups, level
from core.store.lab_values import PATIENTS, TEST_TYPE, VALUES
from core.store.parameters import filter_parameters, grouping_parameters, grouping_shape
from core.store.texts import text_over

Key = str | int | None
VALUE_COLUMNS = {
    "patient_no": "int64",
    "test": "string",
    "month": "float64",
    "whole_month": "int32",
    "value": "float64",
    "lower_limit": "float64",
    "upper_limit": "float64",
    "baseline": "float64",
    "grade_5": "int8",
    "grade_6": "int8",
}
PATIENT_COLUMNS = {
    "patient_no": "int64",
    "test": "string",
    "baseline": "float64",
    "n_values": "int64",
    "later": "int64",
    "no_unit": "int64",
    "lower_limit": "float64",
    "upper_limit": "float64",
    "baseline_5": "int8",
    "worst_5": "int8",
    "baseline_6": "int8",
    "worst_6": "int8",
    "peak_ratio": "float64",
}
MOST_LIMITS = 12  # pairs of limits that are told apart


@dataclass(frozen=True, slots=True)
class MonthPattern:
    """The values of one group at one whole month: how many, and their quartiles."""

    groups: tuple[Key, ...]
    month: int
    n: int
    quartiles: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class PeoplePattern:
    """The treated of one group: how many, with a value, of these without a baseline, with one of 0, without limits.

    `no_unit` counts values without a unit.
    """

    groups: tuple[Key, ...]
    n: int
    measured: int
    no_baseline: int
    zero_baseline: int
    no_limits: int
    no_unit: int


def month_patterns(store: CohortStore, cohort: CohortFilter, spec: LabSpec) -> list[MonthPattern]:
    """One row a group and whole month with values."""

    def build(people: ir.Table, keys: tuple[str, ...]) -> ir.Table:
        values = _values(spec.scale)
        found = people.inner_join(values.filter(values.whole_month.notnull()), "patient_no")
        counted = found.group_by(*keys, "whole_month").aggregate(n=ibis._.count(), q=found.scaled.quantile([0.25, 0.5, 0.75]))
        return counted.order_by("whole_month")

    return [MonthPattern(row[:-3], row[-3], row[-2], tuple(row[-1])) for row in _asked(store, cohort, spec, "months", build)]


def people_patterns(store: CohortStore, cohort: CohortFilter, spec: LabSpec) -> list[PeoplePattern]:
    """One row a group of everyone in view."""

    def build(people: ir.Table, keys: tuple[str, ...]) -> ir.Table:
        found = people.left_join(_of_test(ibis.table(PATIENT_COLUMNS, name=PATIENTS)), "patient_no")
        seen = found.n_values > 0
        bare = seen & found.lower_limit.isnull() & found.upper_limit.isnull()
        return (found.group_by(*keys) if keys else found).aggregate(
            n=ibis._.count(),
            measured=_count(seen),
            no_baseline=_count(seen & found.baseline.isnull()),
            zero_baseline=_count(seen & (found.baseline == 0)),
            no_limits=_count(bare),
            no_unit=ibis.coalesce(found.no_unit.sum(), 0),
        )

    return [PeoplePattern(row[:-6], *row[-6:]) for row in _asked(store, cohort, spec, "people", build)]


def limit_pairs(store: CohortStore, cohort: CohortFilter, spec: LabSpec) -> list[tuple[float | None, float | None, int]]:
    """Lower limit, upper limit, patients: the commonest pairs among those with values."""

    def build(people: ir.Table, _keys: tuple[str, ...]) -> ir.Table:
        limits = _of_test(ibis.table(PATIENT_COLUMNS, name=PATIENTS))
        given = limits.filter((limits.n_values > 0) & (limits.lower_limit.notnull() | limits.upper_limit.notnull()))
        found = people.inner_join(given, "patient_no")
        counted = found.group_by("lower_limit", "upper_limit").aggregate(n=ibis._.count())
        return counted.order_by(ibis.desc("n"), "upper_limit", "lower_limit").limit(MOST_LIMITS)

    return [(row[0], row[1], row[2]) for row in _asked(store, cohort, spec, "limits", build)]


def patient_values(store: CohortStore, cohort: CohortFilter, spec: LabSpec) -> list[Row]:
    """Group, pseudonym, month and value on the scale of everyone in view, in order of patients and months."""

    def build(people: ir.Table, keys: tuple[str, ...]) -> ir.Table:
        values = _values(spec.scale)
        found = people.inner_join(values, "patient_no").order_by("patient_no", "month")
        return found.select(*keys, "patient_id", "month", "scaled")

    return _asked(store, cohort, spec, "values", build)


def drugs_in_view(store: CohortStore, cohort: CohortFilter) -> list[str]:
    """The drugs of the patients in view."""
    known = checked(store.catalogue, cohort)
    text = text_over(store, known, ("drugs",), lambda kept: kept.select("drug").distinct().order_by("drug"))
    return [row[0] for row in store.rows(text, filter_parameters(known)) if row[0]]


def keys_with_values(store: CohortStore) -> list[str]:
    """The tests of the catalogue that somebody has a value of."""
    return [row[0] for row in store.rows(f"SELECT DISTINCT CAST(test AS VARCHAR) FROM {PATIENTS} WHERE n_values > 0", {})]


def _asked(
    store: CohortStore, cohort: CohortFilter, spec: LabSpec, what: str, build: Callable[[ir.Table, tuple[str, ...]], ir.Table]
) -> list[Row]:
    """The rows of a question about the people in view, `group_<i>` beside each. Raises FilterError for a wrong filter."""
    known = checked(store.catalogue, cohort)
    by: tuple[Grouping, ...] = (spec.by,) if spec.by else ()

    def over(kept: ir.Table) -> ir.Table:
        keys = groups(kept, store.catalogue, by)
        return build(kept.select("patient_no", "patient_id", **keys), tuple(keys))

    given = filter_parameters(known) | grouping_parameters(by) | {"lab_test": spec.test}
    return store.rows(text_over(store, known, ("labs", what, spec.scale, grouping_shape(by)), over), given)


def _of_test(table: ir.Table) -> ir.Table:
    return table.filter(table.test == level("lab_test", TEST_TYPE)).drop("test")


def _values(scale: Scale) -> ir.Table:
    """The values of the test that exist on the scale, as `scaled`."""
    values = _of_test(ibis.table(VALUE_COLUMNS, name=VALUES))
    base, upper = values.baseline.nullif(0), values.upper_limit.nullif(0)
    scaled: dict[Scale, Any] = {
        "value": values.value,
        "change": values.value - values.baseline,
        "percent": 100 * (values.value - values.baseline) / base,
        "upper": values.value / upper,
        "baseline": values.value / base,
    }
    made = values.select("patient_no", "month", "whole_month", scaled=scaled[scale])
    return made.filter(made.scaled.notnull())


def _count(condition: Any) -> Any:
    return ibis.coalesce(condition.cast("int64").sum(), 0)
