"""The course of a laboratory test."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from statistics import quantiles
from typing import Any

import pytest

from core.analysis.lab_course import lab_course, measured_tests
from core.catalogue import current
from core.catalogue.lookup import lab_test
from core.charts.lab_course import lab_course as chart
from core.domain.errors import FilterError, RequestError
from core.domain.filters import CohortFilter
from core.domain.lab_course import MOST_LINES, LabCourse, LabSpec, Scale, scale_of
from core.domain.rates import Grouping
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.labs import course_table, short_course_table
from core.words.labs import as_text, caption
from tests.building import read

Make = Callable[..., CohortStore]
TODAY = date(2026, 8, 1)
WRITTEN = {"alt": "ALT", "creatinine": "creatinine", "neutrophils": "neutrophils", "ldl": "LDL cholesterol"}


def asked(store: CohortStore, test: str = "alt", where: str = "", **more: Any) -> LabCourse:
    return lab_course(store, CohortFilter.from_query(where), LabSpec(test=test, **more))


def written(test: str, sex: str = "FM") -> dict[str, dict[int, tuple[float, float | None]]]:
    """Of each patient: value and upper limit by month, as the file has them."""
    sexes = {row["patient_id"]: row["sex"] for row in read("patient")}
    found: dict[str, dict[int, tuple[float, float | None]]] = defaultdict(dict)
    for row in read("lab"):
        if row["test"] == WRITTEN[test] and sexes[row["patient_id"]] in sex:
            limit = float(row["upper_limit"]) if row["upper_limit"] else None
            found[row["patient_id"]][int(row["month"])] = float(row["value"]), limit
    return found


SCALED: dict[Scale, Callable[[float, float, float], float]] = {
    "value": lambda value, base, upper: value,
    "change": lambda value, base, upper: value - base,
    "percent": lambda value, base, upper: 100 * (value - base) / base,
    "upper": lambda value, base, upper: value / upper,
    "baseline": lambda value, base, upper: value / base,
}


@pytest.mark.parametrize("scale", SCALED)
@pytest.mark.parametrize("test", WRITTEN)
def test_median_and_quartiles_are_those_of_the_file(reference: CohortStore, test: str, scale: Scale) -> None:
    result = asked(reference, test, "sex=F", scale=scale)
    values = defaultdict(list)
    for months in written(test, "F").values():
        for month, (value, upper) in months.items():
            values[month].append(SCALED[scale](value, months[0][0], upper or 0))
    assert {point.month: point.n for point in result.groups[0].points} == {month: len(all_) for month, all_ in values.items()}
    for point in result.groups[0].points:
        expected = quantiles(values[point.month], n=4, method="inclusive")
        assert (point.lower, point.median, point.upper) == pytest.approx(expected, abs=1e-9)


def test_everyone_treated_is_the_denominator_and_is_said(reference: CohortStore) -> None:
    result = asked(reference)
    assert (result.treated, result.measured) == (86, 86)
    assert [point.n for point in result.groups[0].points] == [86, 86, 84, 80, 70]
    assert "86 of 86 treated patients measured" in caption(current(), result, TODAY).note
    assert len(result.lines) == 86
    assert sum(len(line.points) for line in result.lines) == 406


def test_a_value_is_shown_in_the_digits_it_is_read_with(reference: CohortStore) -> None:
    rows = short_course_table(asked(reference, "creatinine", "sex=F"))
    assert rows[0]["Median (quartiles), mg/dL"] == "0.68 (0.60 to 0.72)"
    assert short_course_table(asked(reference, "neutrophils"))[0]["Median (quartiles), /uL"].startswith("3,448 (")


def test_groups_are_those_of_the_grouping(reference: CohortStore) -> None:
    result = asked(reference, by=Grouping("sex"))
    assert [(one.levels[0].value, one.n, one.measured) for one in result.groups] == [("F", 45, 45), ("M", 41, 41)]
    for at, sex in enumerate("FM"):
        assert {line.patient_id for line in result.lines if line.group == at} == set(written("alt", sex))
    aged = asked(reference, by=Grouping("age_years", (40.0,)))
    assert sum(one.n for one in aged.groups) == 86


def test_limits_are_told_with_how_many_have_them(reference: CohortStore) -> None:
    found = asked(reference).limits
    assert [(one.lower, one.upper, one.patients) for one in found] == [(7, 23, 45), (10, 42, 41)]


@pytest.mark.parametrize(
    ("test", "where", "scale", "version", "bands"),
    [
        ("alt", "", "upper", "5.0", [(1, 1, 3), (2, 3, 5), (3, 5, 20), (4, 20, None)]),
        ("alt", "", "value", "5.0", []),  # women's and men's limits differ
        ("alt", "sex=F", "value", "5.0", [(1, 23, 69), (2, 69, 115), (3, 115, 460), (4, 460, None)]),
        ("neutrophils", "", "value", "5.0", [(2, 1000, 1500), (3, 500, 1000), (4, None, 500)]),  # grade 1 begins at 1,500 too
        ("neutrophils", "", "value", "6.0", [(1, 1000, 1500), (2, 500, 1000), (3, 100, 500), (4, None, 100)]),
        ("platelets", "", "value", "6.0", [(1, 75, 158), (2, 50, 75), (3, 10, 50), (4, None, 10)]),
        ("egfr", "", "value", "5.0", [(2, 30, 60), (3, 15, 30), (4, None, 15)]),
        ("egfr", "", "value", "6.0", []),
        ("ldl", "", "value", "5.0", []),
        ("ldl", "", "value", "6.0", [(1, 163, None)]),
        ("alt", "", "percent", "5.0", []),
    ],
)
def test_bands_lie_where_the_criteria_have_them(
    reference: CohortStore, test: str, where: str, scale: Scale, version: Any, bands: list[tuple[int, float, float]]
) -> None:
    result = asked(reference, test, where, scale=scale, version=version)
    assert [(one.grade, one.low, one.high) for one in result.bands] == [
        (grade, None if low is None else pytest.approx(low), None if high is None else pytest.approx(high))
        for grade, low, high in bands
    ]
    said = caption(current(), result, TODAY).note
    assert f"CTCAE {version}" in said
    if not bands:
        assert "is on file for" in said or "No bands" in said or "no place" in said


@pytest.mark.parametrize(("test", "said"), [("creatinine", True), ("alt", True), ("ck", False), ("neutrophils", False)])
def test_grades_by_the_baseline_have_no_bands_and_it_is_said(reference: CohortStore, test: str, said: bool) -> None:
    found = caption(current(), asked(reference, test, "sex=F", scale="upper" if test != "neutrophils" else "value"), TODAY).note
    assert ("Bands show multiples of the limit; grades by multiples of the baseline are not drawn." in found) is said


def test_thresholds_are_those_of_the_drugs_in_view(reference: CohortStore, make_store: Make) -> None:
    assert [one.below for one in asked(reference, "neutrophils").monitoring] == [1000]
    assert [one.below for one in asked(reference, "egfr").monitoring] == [60, 30]
    assert asked(reference, "neutrophils", scale="percent").monitoring == ()
    store = people(make_store, [("a", 0, 90)], test="platelets", unit="10^3/uL", drug="Ritlecitinib")
    found = asked(store, "platelets").monitoring
    assert [(one.action, one.below) for one in found] == [("do not start", 100), ("stop", 50)]
    assert "do not start below 100" in as_text(current(), asked(store, "platelets"), TODAY)


def people(
    make: Make, values: list[tuple[str, float, object]], test: str = "ALT", unit: str = "U/L", **more: Any
) -> CohortStore:
    """Patients a and b, of whom these values (patient, month, value) are known."""
    drug = more.pop("drug", "x")
    rows = [
        {"patient_id": who, "month": month, "test": test, "value": value, "unit": unit} | more for who, month, value in values
    ]
    return make(
        patient=[{"patient_id": who, "sex": "F", "age_years": 40, "drug": drug} for who in "ab"],
        visit=[{"patient_id": who, "month": 0, "salt": 80} for who in "ab"],
        lab=rows or [{"patient_id": "a", "month": 0, "test": test, "value": "", "unit": ""}],
    )


def test_what_is_missing_is_said_in_words(make_store: Make) -> None:
    result = asked(people(make_store, [("a", 3, 30), ("a", 6, 40)]))
    assert (result.treated, result.measured, result.groups[0].no_baseline, result.no_limits) == (2, 1, 1, 1)
    words = caption(current(), result, TODAY)
    assert "1 of 2 treated patients measured" in words.note
    assert "No limits of normal are given" in words.note
    assert "1 with a value; 1 of them without a baseline; 1 without limits of normal" in words.counts


def test_values_without_a_unit_are_left_out_and_counted(make_store: Make) -> None:
    result = asked(people(make_store, [("a", 0, 30), ("b", 0, 30)], unit=""))
    assert (result.measured, result.no_unit, result.lines, result.groups[0].points) == (0, 2, (), ())
    words = caption(current(), result, TODAY)
    assert "None of 2 treated patients in view has a value of ALT." in words.note
    assert "2 values without a unit left out" in words.counts
    assert chart(result).layout.yaxis.range


def test_a_baseline_of_zero_makes_no_ratio(make_store: Make) -> None:
    for scale in ("percent", "baseline", "upper"):
        result = asked(people(make_store, [("a", 0, 0), ("a", 3, 5)], upper_limit=0), scale=scale)
        assert result.groups[0].points == ()
        assert (result.groups[0].no_baseline, result.groups[0].zero_baseline) == (0, 1)
        said = caption(current(), result, TODAY).counts
        assert "1 with a baseline of 0, which counts as not known for percent and multiples" in said


def test_many_patients_are_shown_by_quartiles_alone(make_store: Make) -> None:
    who = [f"p{at}" for at in range(MOST_LINES + 1)]
    store = make_store(
        patient=[{"patient_id": one} for one in who],
        visit=[{"patient_id": one, "month": 0, "salt": 80} for one in who],
        lab=[{"patient_id": one, "month": 0, "test": "ALT", "value": at, "unit": "U/L"} for at, one in enumerate(who)],
    )
    result = asked(store)
    assert result.lines == ()
    assert (result.groups[0].points[0].median, result.groups[0].points[0].n) == (MOST_LINES / 2, MOST_LINES + 1)
    assert f"no more than {MOST_LINES} have values; here {MOST_LINES + 1} do" in caption(current(), result, TODAY).note


def test_the_usual_scale_is_the_one_grades_are_defined_on() -> None:
    usual = {test.key: scale_of("graded", test) for test in current().lab_tests}
    upper = {"creatinine", "alt", "ast", "ggt", "bilirubin", "ck"}
    assert usual == {key: "upper" if key in upper else "value" for key in usual}
    assert scale_of("change", lab_test(current(), "alt")) == "change"


@pytest.mark.parametrize("where", ["", "sex=F", "age_years=119.."])
def test_every_result_is_plain_and_can_be_told(reference: CohortStore, where: str) -> None:
    for test in measured_tests(reference, CohortFilter()):
        for more in ({}, {"by": Grouping("aa_type")}, {"scale": "upper", "version": "6.0"}):
            result = asked(reference, test.key, where, **more)
            plain(result)
            assert (
                len(course_table(result))
                == len(short_course_table(result))
                == sum(len(group.points) for group in result.groups)
            )
            assert test.label in as_text(current(), result, TODAY)


def test_what_cannot_be_asked_is_refused(reference: CohortStore, make_store: Make) -> None:
    for wrong in ({"test": "sodium"}, {"scale": "log"}, {"version": "4.0"}):
        with pytest.raises(RequestError, match="Choose one of"):
            asked(reference, **wrong)
    with pytest.raises(FilterError):
        asked(reference, where="height=3")
    with pytest.raises(RequestError, match="no laboratory value"):
        measured_tests(people(make_store, []), CohortFilter())


def test_patients_in_no_group_are_measured_all_the_same(make_store: Make) -> None:
    people = [{"patient_id": "a", "sex": "F"}, {"patient_id": "b", "sex": ""}]
    visits = [{"patient_id": one, "month": 0, "salt": 50} for one in "ab"]
    labs = [{"patient_id": one, "month": 0, "test": "ALT", "value": 20, "unit": "U/L", "upper_limit": 40} for one in "ab"]
    result = asked(make_store(patient=people, visit=visits, lab=labs), by=Grouping("sex"))
    assert (result.measured, result.in_no_group, [one.measured for one in result.groups]) == (2, 1, [1])
    assert caption(current(), result, TODAY).note.startswith("2 of 2 treated patients measured")


@pytest.mark.parametrize("by", [None, Grouping("sex")])
def test_every_point_of_a_line_leads_to_its_patient_and_no_median_does(reference: CohortStore, by: Grouping | None) -> None:
    result = asked(reference, by=by)
    drawn: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for trace in chart(result).data:
        for (place, name), x, y in zip(trace.customdata or (), trace.x, trace.y, strict=False):
            if place is not None and x is not None:
                assert name == result.lines[place].patient_id
                drawn[name].append((x, y))
    assert drawn == {line.patient_id: list(line.points) for line in result.lines}
    assert "Click a line to get to the patient." in caption(current(), result, TODAY).note
