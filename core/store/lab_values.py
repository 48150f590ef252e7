"""`lab_value`, `lab_patient`, `lab_kidney`: laboratory values in one unit a test, with CTCAE grades, made at publication.

`lab_value` has one row a value of a test of the catalogue: patient_no, test, month, `whole_month` (the one it stands for: 0
for the baseline, else the nearest from 1 on; null where the patient has a nearer value of that month), value, limits and
baseline in the test's unit (value and limits null where the unit is missing: `no_unit`), and a grade a version. The value at
month 0 is graded against the limits of normal alone, later ones with the baseline. `lab_patient` has one row a patient and
test: baseline, its grades, worst grades after it, how many values there are, how many after it, how many without a unit, the
limits first given, and the highest ratio to the upper limit after it. `lab_kidney` has one row a patient and whole month with
a creatinine: both calculated rates side by side, and the step of creatinine from a baseline above 0.
"""

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.labs import CTCAE_VERSIONS, CtcaeVersion, KidneyRule
from core.domain.progress import progress
from core.store.lab_grades import grade_column
from core.store.lab_names import key_of, names_table, units_table
from core.store.schema import enumeration

VALUES, PATIENTS, KIDNEY = "lab_value", "lab_patient", "lab_kidney"
TEST_TYPE = enumeration("lab_test")


def _ckd_epi(kappa: float, alpha: float, factor: float) -> str:
    ratio = f"(l.value / {kappa})"
    power = f"pow(least({ratio}, 1), {alpha}) * pow(greatest({ratio}, 1), -1.2)"
    return f"142 * {power} * pow(0.9938, p.age_years) * {factor}"


def _rates(rule: KidneyRule) -> dict[str, str]:
    """Both equations by the test they give, as in core/stats/kidney."""
    woman = f"CASE p.sex WHEN '{rule.female}' THEN"
    return {
        rule.japan: f"194 * pow(l.value, -1.094) * pow(p.age_years, -0.287) * {woman} 0.739 ELSE 1.0 END",
        rule.ckd_epi: f"{woman} {_ckd_epi(0.7, -0.241, 1.012)} ELSE {_ckd_epi(0.9, -0.302, 1.0)} END",
    }


def grade_name(version: CtcaeVersion, part: str = "grade") -> str:
    """The column with a grade by a version: of a value, or the `worst` or `baseline` grade of a patient."""
    return f"{part}_{version[0]}"


def derive_labs(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, at_once: int) -> None:
    """Makes the three tables, `at_once` patients at a time, so that memory is bounded."""
    keys = ", ".join(f"'{test.key}'" for test in catalogue.lab_tests)
    con.execute(f"CREATE TYPE {TEST_TYPE} AS ENUM ({keys})")
    con.execute(f"CREATE TEMP TABLE lab_units AS {_units(catalogue)}")
    rule = catalogue.kidney_rule
    total = con.execute("SELECT count(*) FROM patient").fetchall()[0][0]
    for first in range(1, max(total, 1) + 1, at_once):
        progress("labs", first / (total + 1))
        chunk = f"BETWEEN {first} AND {first + at_once - 1}"
        con.execute(f"CREATE OR REPLACE TEMP TABLE lab_standard AS {_standard(chunk)}")
        for key, formula in _rates(rule).items():
            con.execute(f"INSERT INTO lab_standard {_calculated(rule, key, formula)}")
        for table, rows in ((VALUES, _graded(catalogue)), (PATIENTS, _patients(chunk)), (KIDNEY, _kidney(rule, chunk))):
            verb = f"CREATE TABLE {table} AS" if first == 1 else f"INSERT INTO {table}"
            con.execute(f"{verb} {rows}")
    con.execute("DROP TABLE lab_standard")
    con.execute("DROP TABLE lab_units")


def _units(catalogue: Catalogue) -> str:
    """What each pair of name and unit in the data means: the test and the factor, null where there is no unit."""
    return (
        f"SELECT DISTINCT l.test AS written, l.unit, CAST(names.test AS {TEST_TYPE}) AS test, units.factor "
        f"FROM (SELECT DISTINCT test, unit FROM lab) l JOIN {names_table(catalogue)} ON {key_of('l.test')} = names.spelling "
        f"LEFT JOIN {units_table(catalogue)} ON units.test = names.test AND units.spelling = {key_of('l.unit')}"
    )


def _standard(chunk: str) -> str:
    near = "CASE WHEN l.month = 0 THEN 0 ELSE greatest(1, CAST(floor(l.month + 0.5) AS INTEGER)) END"
    parts = ", ".join(f"l.{part} * u.factor AS {part}" for part in ("value", "lower_limit", "upper_limit"))
    return (
        f"SELECT l.patient_no, u.test, l.month, {near} AS near, {parts}, u.factor IS NULL AS no_unit "
        "FROM lab l JOIN lab_units u ON u.written = l.test AND u.unit IS NOT DISTINCT FROM l.unit "
        f"WHERE l.value IS NOT NULL AND l.patient_no {chunk}"
    )


def _calculated(rule: KidneyRule, key: str, formula: str) -> str:
    """A rate from every creatinine above zero, at the age of starting treatment, with the lower limit of the one reported."""
    return (
        f"SELECT l.patient_no, CAST('{key}' AS {TEST_TYPE}), l.month, l.near, {formula}, r.lower_limit, NULL, false "
        "FROM lab_standard l JOIN patient p ON p.patient_no = l.patient_no "
        f"LEFT JOIN lab_standard r ON r.patient_no = l.patient_no AND r.month = l.month AND r.test = '{rule.reported}' "
        f"WHERE l.test = '{rule.creatinine}' AND l.value > 0 AND p.age_years > 0 AND p.sex IN ('{rule.female}', '{rule.male}')"
    )


def _graded(catalogue: Catalogue) -> str:
    first = "SELECT patient_no, test, value AS baseline FROM lab_standard WHERE month = 0"
    nearest = (
        "row_number() OVER (PARTITION BY s.patient_no, s.test, near ORDER BY value IS NULL, abs(s.month - near), s.month) = 1"
    )
    rows = (
        f"SELECT s.*, CASE WHEN {nearest} THEN near END AS whole_month, CASE WHEN s.month > 0 THEN b.baseline END AS baseline "
        f"FROM lab_standard s LEFT JOIN ({first}) b ON b.patient_no = s.patient_no AND b.test = s.test"
    )
    grades = ", ".join(f"{grade_column(catalogue, version)} AS {grade_name(version)}" for version in CTCAE_VERSIONS)
    own = "CASE WHEN month = 0 THEN value ELSE baseline END AS baseline"
    return f"SELECT * EXCLUDE (near, baseline), {own}, {grades} FROM ({rows}) ORDER BY test, patient_no, month"


def _patients(chunk: str) -> str:
    grades = ", ".join(
        f"max({grade_name(version)}) FILTER (month = 0) AS {grade_name(version, 'baseline')}, "
        f"max({grade_name(version)}) FILTER (month > 0) AS {grade_name(version, 'worst')}"
        for version in CTCAE_VERSIONS
    )
    limits = "arg_min(lower_limit, month) AS lower_limit, arg_min(upper_limit, month) AS upper_limit"
    return (
        "SELECT patient_no, test, max(baseline) AS baseline, count(value) AS n_values, "
        f"count(value) FILTER (month > 0) AS later, count(*) FILTER (no_unit) AS no_unit, {limits}, {grades}, "
        "max(value / nullif(upper_limit, 0)) FILTER (month > 0) AS peak_ratio "
        f"FROM {VALUES} WHERE patient_no {chunk} GROUP BY patient_no, test ORDER BY test, patient_no"
    )


def _kidney(rule: KidneyRule, chunk: str) -> str:
    """Side by side, because quartiles of all of them are asked at every click."""
    named = ((rule.japan, "egfr_japan"), (rule.ckd_epi, "egfr_ckd_epi"))
    rates = ", ".join(f"max(value) FILTER (test = '{key}') AS {column}" for key, column in named)
    step = f"max(value - nullif(baseline, 0)) FILTER (test = '{rule.creatinine}')"
    listed = ", ".join(f"'{key}'" for key in (rule.creatinine, rule.japan, rule.ckd_epi))
    return (
        f"SELECT patient_no, whole_month, {rates}, {step} AS step FROM {VALUES} "
        f"WHERE patient_no {chunk} AND whole_month IS NOT NULL AND test IN ({listed}) "
        "GROUP BY patient_no, whole_month HAVING egfr_japan IS NOT NULL ORDER BY patient_no, whole_month"
    )
