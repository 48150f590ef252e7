"""Numbers beyond Tukey's fences, found again in the files."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.analysis.numeric_outliers import numeric_outliers
from core.catalogue import current
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.outliers import MOST_LISTED
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.numeric_outliers import fences_table, numeric_outliers_table
from core.words.numeric_outliers import as_text, caption
from tests.building import REFERENCE

TODAY = date(2026, 8, 1)
EVERYONE = CohortFilter()
MakeStore = Callable[..., CohortStore]


@pytest.mark.parametrize("where", ["", "sex=F"])
def test_they_are_those_beyond_the_fences_of_the_files(reference: CohortStore, where: str) -> None:
    patients, visits = pd.read_csv(REFERENCE / "patient.csv"), pd.read_csv(REFERENCE / "visit.csv")
    patients = patients[patients.sex == "F"] if where else patients
    visits = visits[visits.patient_id.isin(patients.patient_id)]
    columns = {
        (name, None): patients.set_index("patient_id")[name].dropna()
        for name in ("age_years", "duration_years", "episode_years", "stop_month")
    }
    columns[("baseline_salt", None)] = visits[visits.month == 0].set_index("patient_id").salt
    columns |= {("salt", month): visits[visits.month == month].set_index("patient_id").salt for month in range(1, 10)}
    result = numeric_outliers(reference, CohortFilter.from_query(where), 0.5)
    assert [(one.variable, one.month) for one in result.fences] == list(columns)
    expected = set()
    for place, (one, values) in enumerate(zip(result.fences, columns.values(), strict=True)):
        lower, median, upper = np.percentile(values, [25, 50, 75])
        assert (one.n, one.lower, one.median, one.upper) == pytest.approx((len(values), lower, median, upper))
        if len(values) < 10:
            assert one.inner is None
            continue
        beyond = np.maximum(lower - values, values - upper) / (upper - lower)
        assert (one.outside, one.far) == (((beyond > 1.5) & (beyond <= 3)).sum(), (beyond > 3).sum())
        expected |= {(place, who, values[who]) for who in beyond[beyond > 1.5].index}
    assert {(one.place, one.patient_id, one.value) for one in result.rows} == expected
    assert result.total == len(expected)
    assert [one.beyond for one in result.rows] == sorted((one.beyond for one in result.rows), reverse=True)
    plain(result)


def store_of(make_store: MakeStore, ages: list[float]) -> CohortStore:
    people = [{"patient_id": f"p{at:03}", "age_years": age, "duration_years": 3} for at, age in enumerate(ages)]
    return make_store(patient=people, visit=[{"patient_id": one["patient_id"], "month": 0, "salt": 80} for one in people])


def test_a_value_on_the_fence_is_inside(make_store: MakeStore) -> None:
    """Quartiles 32.5 and 37.5 with the two farthest at 45 and at 45.1: the inner fence is 45."""
    ages = [30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 45]
    age = numeric_outliers(store_of(make_store, [*ages]), EVERYONE, 0.5).fences[0]
    assert (age.lower, age.upper, age.inner, age.outside) == (32.5, 37.5, (25.0, 45.0), 0)


def test_a_slip_of_the_pen_is_far_out_and_comes_first(make_store: MakeStore) -> None:
    result = numeric_outliers(store_of(make_store, [30, 31, 32, 33, 34, 35, 36, 37, 38, 46, 99]), EVERYONE, 0.5)
    assert [(one.patient_id, one.value, one.far) for one in result.rows] == [("p010", 99, True), ("p009", 46, False)]
    assert "2 of 11 values lie outside their fences, 1 of them far out." in caption(current(), result, "values", TODAY).note
    assert numeric_outliers_table(result)[0]["Patient"] == "p010"
    assert "p010, Age: 99 years, 12.3 interquartile ranges beyond the quartile (fences 25 to 45)" in as_text(
        current(), result, TODAY
    )


def test_what_cannot_be_compared_says_why(make_store: MakeStore) -> None:
    result = numeric_outliers(store_of(make_store, [float(age) for age in range(30, 42)]), EVERYONE, 0.5)
    said = {row["Number"]: row["Inner fences"] for row in fences_table(result)}
    assert said["Disease duration, years"] == "quartiles alike"
    assert said["Current episode, years"] == "no value"
    assert (
        "Not compared, quartiles alike: Disease duration and Baseline SALT." in caption(current(), result, "values", TODAY).note
    )
    few = numeric_outliers(store_of(make_store, [30.0, 31.0, 99.0]), EVERYONE, 0.5)
    assert fences_table(few)[0]["Inner fences"] == "fewer than 10 values"
    assert few.total == 0


def test_very_many_are_counted_and_some_listed(make_store: MakeStore) -> None:
    result = numeric_outliers(store_of(make_store, [*(30 + at % 10 for at in range(700)), *([100.0] * 130)]), EVERYONE, 0.5)
    assert (result.total, len(result.rows)) == (130, MOST_LISTED)
    assert f"The {MOST_LISTED} farthest are shown." in caption(current(), result, "values", TODAY).note


def test_nobody_in_view_has_none(reference: CohortStore) -> None:
    result = numeric_outliers(reference, CohortFilter.from_query("age_years=119.."), 0.5)
    assert ({one.n for one in result.fences}, result.rows) == ({0}, ())
    plain(result)


def test_a_window_out_of_reach_is_refused(reference: CohortStore) -> None:
    with pytest.raises(RequestError, match="between 0 and 2 months"):
        numeric_outliers(reference, EVERYONE, 2.5)
