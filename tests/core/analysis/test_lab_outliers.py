"""Laboratory values far out."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from statistics import quantiles

from core.analysis.lab_outliers import lab_outliers
from core.catalogue import current
from core.domain.filters import CohortFilter
from core.domain.outliers import MOST_LISTED
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.liver import outliers_table, short_outliers_table
from core.words.outliers import caption
from tests.building import read

TODAY = date(2026, 8, 1)


def test_they_are_those_beyond_the_outer_fences_of_the_file(reference: CohortStore) -> None:
    values = defaultdict(list)
    for row in read("lab"):
        values[row["test"], row["month"]].append(float(row["value"]))
    expected = set()
    for row in read("lab"):
        lower, _, upper = quantiles(values[row["test"], row["month"]], n=4, method="inclusive")
        if not lower - 3 * (upper - lower) <= float(row["value"]) <= upper + 3 * (upper - lower):
            expected.add((row["patient_id"], float(row["month"]), float(row["value"])))
    result = lab_outliers(reference, CohortFilter())
    assert {(one.patient_id, one.month, one.value) for one in result.rows} == expected
    assert (result.total, result.values) == (len(expected), len(read("lab"))) == (18, 6090)
    assert "18 of 6,090 values lie far out." in caption(current(), result, TODAY).note
    assert all(one.low >= 0 for one in result.rows)
    plain(result)
    assert len(outliers_table(result)) == len(short_outliers_table(result)) == 18
    creatinine = next(row for row in short_outliers_table(result) if row["Test"] == "Creatinine")
    assert creatinine["Value"] == "1.36 mg/dL"


def test_a_slip_of_the_unit_is_found_and_the_farthest_come_first(make_store: Callable[..., CohortStore]) -> None:
    who = [f"p{at:04}" for at in range(600)]
    values = [0.7 + 0.001 * (at % 100) for at in range(600)]
    values[: MOST_LISTED + 20] = [float(10 + at) for at in range(MOST_LISTED + 20)]
    store = make_store(
        patient=[{"patient_id": one, "sex": "F", "age_years": 40} for one in who],
        visit=[{"patient_id": one, "month": 0, "salt": 80} for one in who],
        lab=[
            {"patient_id": one, "month": 0, "test": "Cr", "value": value, "unit": "mg/dL"}
            for one, value in zip(who, values, strict=True)
        ],
    )
    result = lab_outliers(store, CohortFilter())
    assert (result.total, len(result.rows)) == (MOST_LISTED + 20, MOST_LISTED)
    assert [one.value for one in result.rows[:2]] == [129.0, 128.0]
    assert f"The {MOST_LISTED} farthest are listed." in caption(current(), result, TODAY).note


def test_only_values_that_can_be_compared_are_counted(make_store: Callable[..., CohortStore]) -> None:
    """14 platelets of 200 and one of 2,000 have an interquartile range of 0; 9 at month 3 are few; 10 ALT have fences."""
    who = [f"p{at:02}" for at in range(15)]
    rows = [(one, 0, "platelets", 2000 if at == 14 else 200, "10^3/uL") for at, one in enumerate(who)]
    rows += [(one, 3, "platelets", 200 + at, "10^3/uL") for at, one in enumerate(who[:9])]
    rows += [(one, 0, "ALT", 500 if at == 9 else 20 + at, "U/L") for at, one in enumerate(who[:10])]
    columns = ("patient_id", "month", "test", "value", "unit")
    store = make_store(
        patient=[{"patient_id": one, "sex": "F", "age_years": 40} for one in who],
        visit=[{"patient_id": one, "month": 0, "salt": 80} for one in who],
        lab=[dict(zip(columns, row, strict=True)) for row in rows],
    )
    result = lab_outliers(store, CohortFilter())
    assert (result.total, result.values, result.few, result.alike) == (1, 10, 9, 15)
    assert (
        "1 of 10 values lie far out. 24 values could not be compared: 9 with fewer than 10 values at the month and 15 with "
        "quartiles alike." in caption(current(), result, TODAY).note
    )


def test_nobody_in_view_has_none(reference: CohortStore) -> None:
    result = lab_outliers(reference, CohortFilter.from_query("age_years=119.."))
    assert (result.total, result.values, result.rows) == (0, 0, ())
    assert "0 of 0 values lie far out." in caption(current(), result, TODAY).note
