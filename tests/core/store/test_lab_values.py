"""Laboratory values as they are published: units, months, baselines, grades."""

from collections.abc import Callable
from itertools import product
from typing import Any

import duckdb
import pytest

from core.catalogue import current
from core.domain.grading import Measured, grade_of
from core.domain.labs import Criterion
from core.ingest.bundle import bring_in
from core.stats.kidney import egfr_ckd_epi, egfr_japan
from core.store.cohort_store import CohortStore, current_store
from core.store.lab_grades import grade_sql
from core.store.location import Location
from core.store.publish import Published
from tests.building import read

Make = Callable[..., CohortStore]
CRITERIA = [(f"{test.key} {one.version}", one) for test in current().lab_tests for one in test.criteria]


def published(make: Make, rows: list[dict[str, Any]], **patient: Any) -> CohortStore:
    """One woman of 40, and what was measured in her."""
    person = {"patient_id": "a", "sex": "F", "age_years": 40} | patient
    return make(
        patient=[person], visit=[{"patient_id": "a", "month": 0, "salt": 80}], lab=[{"patient_id": "a"} | row for row in rows]
    )


def imported(write: Callable[..., Any], folder: Any, rows: list[dict[str, Any]]) -> Published:
    """What is found when one patient's laboratory values are imported."""
    patient, visit = [{"patient_id": "a"}], [{"patient_id": "a", "month": 0, "salt": 80}]
    tables = write(patient=patient, visit=visit, lab=[{"patient_id": "a"} | row for row in rows])
    return bring_in([tables], current(), Location(folder / "store"))


def one(test: str, value: object, unit: str, month: object = 0, **limits: object) -> dict[str, Any]:
    return {"month": month, "test": test, "value": value, "unit": unit, "lower_limit": "", "upper_limit": ""} | limits


@pytest.mark.parametrize(("name", "criterion"), CRITERIA, ids=[name for name, _ in CRITERIA])
def test_the_engine_grades_as_the_domain_does(name: str, criterion: Criterion) -> None:
    at = [0.0, 1.0, 4.0, 10.0, 40.0]
    numbers = {
        limit.times * (1.0 if limit.of == "value" else base) for row in criterion.rows for limit in row.limits for base in at
    }
    values = [None, *sorted(number + step for number in numbers for step in (-0.001, 0.0, 0.001))]
    places = [None, *at]
    with duckdb.connect() as con:
        con.execute("CREATE TABLE rows (no INT, value DOUBLE, lower_limit DOUBLE, upper_limit DOUBLE, baseline DOUBLE)")
        cases = [(no, *case) for no, case in enumerate(product(values, places, places, places))]
        con.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", cases[:: max(1, len(cases) // 1500)])
        found = con.execute(f"SELECT value, lower_limit, upper_limit, baseline, {grade_sql(criterion)} FROM rows").fetchall()
    for value, lower, upper, baseline, grade in found:
        assert grade == grade_of(criterion, Measured(value=value, lower=lower, upper=upper, baseline=baseline))


@pytest.mark.parametrize(
    ("test", "value", "unit", "key", "expected"),
    [
        # 1 mg/dL creatinine is 88.40 umol/L, cholesterol 1 mmol/L 38.67 mg/dL, bilirubin 1 mg/dL 17.10 umol/L, 1 ukat/L 60 U/L
        ("creatinine", 88.4, "umol/L", "creatinine", 1.0),
        ("Cr", 88.4, "µmol/L", "creatinine", 1.0),
        ("CREATININE", 0.0884, "mmol/L", "creatinine", 1.0),
        ("total cholesterol", 5, "mmol/L", "cholesterol", 193.35),
        ("TG", 2, "mmol / l", "triglycerides", 177.14),
        ("T-Bil", 34.2, "umol/L", "bilirubin", 2.0),
        ("GPT", 2, "ukat/L", "alt", 120.0),
        ("γ-GTP", 50, "IU/L", "ggt", 50.0),
        ("ANC", 1.5, "10^9/L", "neutrophils", 1500.0),
        ("PLT", 25, "10^4/uL", "platelets", 250.0),
        ("platelets", 250000, "/mm3", "platelets", 250.0),
        ("Hb", 130, "g/L", "haemoglobin", 13.0),
        ("Hb", 8, "mmol/L", "haemoglobin", 12.8912),
    ],
)
def test_units_are_converted_and_their_limits_with_them(
    make_store: Make, test: str, value: float, unit: str, key: str, expected: float
) -> None:
    store = published(make_store, [one(test, value, unit, upper_limit=value)])
    found = store.rows("SELECT value, upper_limit, lower_limit FROM lab_value WHERE test = $test", {"test": key})
    assert found == [(pytest.approx(expected), pytest.approx(expected), None)]


@pytest.mark.parametrize(
    ("test", "unit"), [("creatinine", "g/L"), ("ALT", "mg/dL"), ("Hb", "10^3/uL"), ("neutrophils", "%"), ("CK", "?")]
)
def test_a_unit_that_is_not_known_is_refused_with_its_row(
    write_tables: Callable[..., Any], tmp_path: Any, test: str, unit: str
) -> None:
    found = imported(write_tables, tmp_path, [one("AST", 20, "U/L"), one(test, 1, unit)])
    problem = found.findings[0]
    assert (problem.file, problem.row, problem.column, problem.found) == ("lab.csv", 3, "unit", unit)
    assert problem.rule == "not a unit this test can be converted from"
    assert "No unit is guessed" in problem.remedy
    assert problem.severity == "left_out"
    assert found.version.labs == 1


def test_a_missing_unit_and_a_test_that_is_not_known_are_said_and_left_out(
    write_tables: Callable[..., Any], tmp_path: Any
) -> None:
    rows = [one("ALT", 20, ""), one("ALT", 30, "", 1), one("ferritin", 9, "ng/mL"), one("ferritin", 9, "", 1)]
    folder = write_tables(
        patient=[{"patient_id": "a", "sex": "F", "age_years": 40}],
        visit=[{"patient_id": "a", "month": 0, "salt": 80}],
        lab=[{"patient_id": "a"} | row for row in rows],
    )
    where = Location(tmp_path / "store")
    warnings = bring_in([folder], current(), where).findings
    assert [(w.row, w.column, w.found) for w in warnings] == [(2, "unit", None), (4, "test", "ferritin")]
    found = current_store(current(), where).rows("SELECT test, value, no_unit, grade_5 FROM lab_value ORDER BY month", {})
    assert found == [("alt", None, True, None)] * 2


@pytest.mark.parametrize(("value", "rows"), [(30, [2, 3]), (20, [3])])
def test_one_test_under_two_names_is_one_test(
    write_tables: Callable[..., Any], tmp_path: Any, value: float, rows: list[int]
) -> None:
    found = imported(write_tables, tmp_path, [one("ALT", 20, "U/L", 3), one("GPT", value, "U/L", "3.0")])
    assert [(p.row, p.severity) for p in found.findings] == [(row, "left_out") for row in rows]
    assert {p.rule for p in found.findings} == {"the same test under another name in another row"}


def test_a_month_is_spoken_for_by_its_nearest_value(make_store: Make) -> None:
    months = [0, 0.4, 0.6, 1.2, 2.6, 3.4]
    store = published(make_store, [one("ALT", at, "U/L", month) for at, month in enumerate(months)])
    found = store.rows("SELECT month, whole_month, baseline FROM lab_value WHERE test = 'alt' ORDER BY month", {})
    assert found == [(0, 0, 0), (0.4, None, 0), (0.6, None, 0), (1.2, 1, 0), (2.6, 3, 0), (3.4, None, 0)]


def test_the_value_at_month_zero_is_graded_against_the_limits_and_later_ones_with_the_baseline(make_store: Make) -> None:
    rows = [one("ALT", value, "U/L", month, upper_limit=40) for month, value in ((0, 130), (1, 130), (3, 200), (6, 400))]
    store = published(make_store, rows)
    found = store.rows("SELECT grade_5, grade_6 FROM lab_value WHERE test = 'alt' ORDER BY month", {})
    assert found == [(2, 2), (0, 1), (1, 2), (2, 3)]  # version 5: 1.5 and 3 times 130; version 6: 1, 1.5 and 2 times
    patient = store.rows("SELECT baseline, baseline_5, worst_5, baseline_6, worst_6, later, peak_ratio FROM lab_patient", {})
    assert patient == [(130, 2, 2, 2, 3, 3, 10)]


def test_a_baseline_of_zero_gives_neither_a_grade_nor_a_step(make_store: Make) -> None:
    rows = [one("creatinine", value, "mg/dL", month, upper_limit=1.0) for month, value in ((0, 0), (1, 0.9))]
    store = published(make_store, rows)
    assert store.rows("SELECT grade_5, grade_6 FROM lab_value WHERE test = 'creatinine' AND month = 1", {}) == [(0, 0)]
    assert store.rows("SELECT whole_month, step FROM lab_kidney", {}) == [(1, None)]


def test_both_equations_agree_with_the_functions_named_for_every_creatinine(reference: CohortStore) -> None:
    people = {row["patient_id"]: (float(row["age_years"]), row["sex"] == "F") for row in read("patient")}
    found = {
        (test, patient, month): value
        for test, patient, month, value in reference.rows(
            "SELECT test, patient_id, month, value FROM lab_value JOIN patient USING (patient_no) WHERE test LIKE 'egfr_%'", {}
        )
    }
    rows = [row for row in read("lab") if row["test"] == "creatinine"]
    assert len(found) == 2 * len(rows)
    for row in rows:
        place = row["patient_id"], float(row["month"])
        person = people[row["patient_id"]]
        assert found["egfr_japan", *place] == pytest.approx(egfr_japan(float(row["value"]), *person), rel=1e-12)
        assert found["egfr_ckd_epi", *place] == pytest.approx(egfr_ckd_epi(float(row["value"]), *person), rel=1e-12)


def test_the_reported_rate_is_that_of_the_japanese_equation(reference: CohortStore) -> None:
    sql = (
        "SELECT max(abs(round(j.value, 1) - r.value)), count(*) FROM lab_value j JOIN lab_value r USING (patient_no, month) "
        "WHERE j.test = 'egfr_japan' AND r.test = 'egfr'"
    )
    assert reference.rows(sql, {}) == [(0.0, 406)]
