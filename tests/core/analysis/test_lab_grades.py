"""Worst grades of laboratory tests, and shifts."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.analysis.lab_grades import lab_grades
from core.catalogue import current
from core.charts.lab_grade_bars import lab_grade_bars
from core.charts.lab_shift import lab_shift
from core.charts.theme import BETTER
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.lab_grades import GradedTest, GradeSpec, LabGrades
from core.export.plain import plain
from core.stats.intervals import proportion
from core.store.cohort_store import CohortStore
from core.tables.labs import grades_table, shift_table
from core.words.lab_grades import as_text, caption, count_words
from tests.building import read

Make = Callable[..., CohortStore]
TODAY = date(2026, 8, 1)


def asked(store: CohortStore, test: str = "creatinine", where: str = "", **more: Any) -> LabGrades:
    return lab_grades(store, CohortFilter.from_query(where), GradeSpec(test=test, **more))


def one(result: LabGrades, key: str) -> GradedTest:
    return next(test for test in result.tests if test.key == key)


def test_the_grades_are_those_that_the_bundled_cohort_was_made_with(reference: CohortStore) -> None:
    """Its README: 16 eGFR declines graded by creatinine, grade 2 of 1.5 times the limit or baseline, as many below 60; three
    liver enzyme rises; one total cholesterol above 300; creatine kinase slightly out of its limits; nothing of grade 3."""
    result = asked(reference)
    declines = Counter(row["grade"] for row in read("adverse_event") if row["term"] == "eGFR decline")
    assert one(result, "creatinine").worst == (70, declines["1"], declines["2"], 0, 0) == (70, 15, 1, 0, 0)
    assert one(result, "egfr").worst == one(result, "egfr_japan").worst == (70, 0, 16, 0, 0)
    assert one(result, "egfr_ckd_epi").worst == (86, 0, 0, 0, 0)
    liver = Counter(row["grade"] for row in read("adverse_event") if row["term"] == "Liver enzyme rise")
    assert one(result, "alt").worst == (83, liver["1"], liver["2"], 0, 0)
    assert one(result, "cholesterol").worst == (85, 0, 1, 0, 0)
    assert {test.key for test in result.tests if sum(test.worst[3:])} == set()
    assert set(result.not_graded) == {"LDL cholesterol", "HDL cholesterol"}


def test_the_denominator_is_everyone_treated(reference: CohortStore) -> None:
    for where in ("", "sex=F", "aa_type=AT;age_years=..40"):
        result = asked(reference, where=where)
        assert all(test.rate == proportion(test.patients, result.treated, "clopper-pearson", 0.95) for test in result.tests)
        assert all(sum(test.worst) + test.ungraded == test.measured <= result.treated for test in result.tests)
        assert sum(cell.patients for cell in result.shifts) == result.treated
    assert "Everyone treated counts (86)." in caption(current(), asked(reference), "worst", TODAY).note


def test_what_a_version_does_not_grade_is_said(reference: CohortStore) -> None:
    result = asked(reference, "ck", version="6.0")
    assert "Creatine kinase" in result.not_graded
    assert (result.term, result.shifts) == ("", ())
    assert one(result, "ldl").patients == 1
    said = as_text(current(), result, TODAY)
    assert "No criterion of CTCAE 6.0 is on file for eGFR (reported)" in said
    assert "No criterion of CTCAE 6.0 is on file for Creatine kinase." in said


def made(make: Make, values: list[tuple[str, float, object, object]]) -> CohortStore:
    """Patients a to e, of whom these ALT are known: patient, month, value and upper limit."""
    return make(
        patient=[{"patient_id": who} for who in "abcde"],
        visit=[{"patient_id": who, "month": 0, "salt": 80} for who in "abcde"],
        lab=[
            {"patient_id": who, "month": month, "test": "ALT", "value": value, "unit": "U/L", "upper_limit": limit}
            for who, month, value, limit in values
        ],
    )


def test_a_shift_has_a_place_for_everybody(make_store: Make) -> None:
    values = [
        ("a", 0, 20, 40), ("a", 1, 130, 40), ("a", 3, 50, 40),  # from 0 to 2
        ("b", 0, 130, 40), ("b", 3, 130, 40),                   # 2 by the limit, then once its own baseline: 0
        ("c", 0, 20, 40),                                       # nothing after month 0
        ("d", 3, 50, ""),                                       # no baseline, no limit
    ]  # fmt: skip
    result = asked(made(make_store, values), "alt")
    assert {(cell.baseline, cell.worst, cell.later): cell.patients for cell in result.shifts} == {
        (0, 2, True): 1,
        (2, 0, True): 1,
        (0, None, False): 1,
        (None, None, True): 1,
        (None, None, False): 1,  # e, of whom nothing is known
    }
    alt = one(result, "alt")
    assert (alt.measured, alt.ungraded, alt.worst, alt.rate.value) == (3, 1, (1, 0, 1, 0, 0), 0.2)
    words = caption(current(), result, "shift", TODAY)
    assert words.note.startswith("1 of 2 patients with both grades got worse, of 5 treated")
    assert "3 without a grade at month 0 or after it" in words.note
    assert "Not to be graded for want of limits of normal: ALT in 1 patient." in caption(current(), result, "worst", TODAY).note
    assert lab_shift(result).layout.xaxis.ticktext[-2:] == ("Not graded", "Not measured later")


def test_a_grade_after_an_abnormal_baseline_is_told_for_what_it_is(make_store: Make) -> None:
    """ALT 90 twice with a limit of 30: grade 1 by the limit (1 to 3 times), then 0, once the baseline (below 1.5)."""
    store = made(make_store, [("a", 0, 90, 30), ("a", 1, 90, 30)])
    said = caption(current(), asked(store, "alt"), "shift", TODAY).note
    multiples = "Grades after an abnormal baseline are multiples of that baseline: grade 0 then means a value"
    assert f"{multiples} below 1.5 times the baseline, which need not be normal." in said
    assert BETTER not in {cell.fillcolor for cell in lab_shift(asked(store, "alt")).layout.shapes}
    newer = asked(store, "alt", version="6.0")
    assert (newer.shifts[0].baseline, newer.shifts[0].worst) == (1, 1)
    assert f"{multiples} below the baseline, which" in caption(current(), newer, "shift", TODAY).note


def test_normal_baselines_and_other_criteria_need_no_such_sentence(make_store: Make, reference: CohortStore) -> None:
    store = made(make_store, [("a", 0, 20, 30), ("a", 1, 90, 30), ("b", 0, 90, 30)])
    assert "multiples of that baseline" not in caption(current(), asked(store, "alt"), "shift", TODAY).note
    assert asked(reference, "creatinine").of_baseline is None


def test_a_lower_grade_by_the_same_limits_is_better(make_store: Make) -> None:
    """Lymphocytes are graded by fixed limits: 0.4 is grade 3, 1.5 none."""
    store = make_store(
        patient=[{"patient_id": "a"}],
        visit=[{"patient_id": "a", "month": 0, "salt": 80}],
        lab=[
            {"patient_id": "a", "month": month, "test": "lymphocytes", "value": value, "unit": "10^3/uL", "lower_limit": 1}
            for month, value in ((0, 0.4), (1, 1.5))
        ],
    )
    found = asked(store, "lymphocytes")
    assert [(one.baseline, one.worst) for one in found.shifts] == [(3, 0)]
    assert BETTER in {cell.fillcolor for cell in lab_shift(found).layout.shapes}


def test_nobody_graded_bounds_nothing(make_store: Make) -> None:
    """Of 12: ALT graded in 9 (1 - 0.05 ** (1 / 9) = 28.3%), CK in one, platelets at month 0 alone, AST without limits."""
    who = [f"p{at:02}" for at in range(12)]
    rows = [(one, 3, "ALT", 20, "U/L", 40) for one in who[:9]] + [("p00", 3, "CK", 90, "U/L", 200)]
    rows += [("p00", 0, "platelets", 200, "10^3/uL", "")] + [(one, 3, "AST", 20, "U/L", "") for one in who]
    columns = ("patient_id", "month", "test", "value", "unit", "upper_limit")
    store = make_store(
        patient=[{"patient_id": one} for one in who],
        visit=[{"patient_id": one, "month": 0, "salt": 80} for one in who],
        lab=[dict(zip(columns, row, strict=True)) for row in rows],
    )
    result = asked(store, "alt")
    bounds = {test.key: test.none_allows for test in result.tests}
    assert bounds == {"alt": pytest.approx(0.283129, abs=1e-6), "ck": pytest.approx(0.95), "platelets": None, "ast": None}
    said = caption(current(), result, "worst", TODAY).note
    assert (
        "None of 9 patients graded had grade 1 or more in ALT, by the rule of three (exact, one-sided 95%) at most 28.3%."
        in said
    )
    assert "None of 1 patient graded had grade 1 or more in Creatine kinase, by the rule" in said
    assert "Not measured after month 0: Platelets." in said
    assert "Not to be graded for want of limits of normal: AST in 12 patients." in said
    assert "No graded value after month 0 is of grade 3 or more." in said
    assert {test.key: count_words(test, result.treated) for test in result.tests} == {
        "alt": "<b>0/12</b>  0.0%; of 9 graded 0.0% (0.0–33.6%)",  # Clopper-Pearson: 1 - 0.025 ** (1 / 9)
        "ck": "<b>0/12</b>  0.0%; of 1 graded 0.0% (0.0–97.5%)",
        "platelets": "–, 0 measured, none graded",
        "ast": "–, 12 measured, none graded",
    }
    assert all((test.rate.low, test.rate.high) == (None, None) for test in result.tests)
    assert len(lab_grade_bars(result).layout.yaxis.ticktext) == 2


def test_without_a_later_value_no_grade_is_told(make_store: Make) -> None:
    said = caption(current(), asked(made(make_store, [("a", 0, 20, 40)]), "alt"), "worst", TODAY).note
    assert "grade 3" not in said
    assert said == "Everyone treated counts (5). Not measured after month 0: ALT."


def test_none_has_its_bound(reference: CohortStore) -> None:
    silent = one(asked(reference), "neutrophils")
    assert silent.none_allows == pytest.approx(1 - 0.05 ** (1 / 86), rel=1e-12)
    assert one(asked(reference), "alt").none_allows is None


@pytest.mark.parametrize("where", ["", "sex=F", "age_years=119.."])
@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_every_result_is_plain_and_can_be_told(reference: CohortStore, where: str, version: Any) -> None:
    result = asked(reference, where=where, version=version)
    plain(result)
    assert len(grades_table(result)) == len(result.tests)
    assert len(shift_table(result)) == len(result.shifts)
    assert ("Creatinine" if result.treated else "there is nothing to count") in as_text(current(), result, TODAY)


def test_what_cannot_be_asked_is_refused(reference: CohortStore) -> None:
    for wrong in ({"test": "sodium"}, {"version": "4.0"}, {"interval": "x"}):
        with pytest.raises(RequestError, match="Choose one of"):
            asked(reference, **wrong)
