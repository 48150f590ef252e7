"""eGFR by two equations side by side."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from statistics import quantiles
from typing import Any

import pytest

from core.analysis.kidney import kidney
from core.catalogue import current
from core.charts.kidney import kidney_chart
from core.domain.filters import CohortFilter
from core.domain.kidney import KidneyResult, Spread
from core.export.plain import plain
from core.stats.kidney import egfr_ckd_epi, egfr_japan
from core.store.cohort_store import CohortStore
from core.tables.kidney import kidney_table
from core.words.kidney import as_text, caption
from tests.building import read

Make = Callable[..., CohortStore]
TODAY = date(2026, 8, 1)


def asked(store: CohortStore, where: str = "") -> KidneyResult:
    return kidney(store, CohortFilter.from_query(where))


def spread(values: list[float]) -> Any:
    return pytest.approx(quantiles(values, n=4, method="inclusive"), rel=1e-9, abs=1e-9)


def numbers(one: Spread) -> list[float | None]:
    return [one.lower, one.median, one.upper]


def test_every_month_is_that_of_the_creatinine_on_file(reference: CohortStore) -> None:
    people = {row["patient_id"]: (float(row["age_years"]), row["sex"] == "F") for row in read("patient") if row["sex"] == "M"}
    rows = [row for row in read("lab") if row["test"] == "creatinine" and row["patient_id"] in people]
    first = {row["patient_id"]: float(row["value"]) for row in rows if row["month"] == "0"}
    months = defaultdict(list)
    for row in rows:
        value, person = float(row["value"]), people[row["patient_id"]]
        found = egfr_japan(value, *person), egfr_ckd_epi(value, *person), 88.40 * (value - first[row["patient_id"]])
        months[int(row["month"])].append(found)
    result = asked(reference, "sex=M")
    assert [point.month for point in result.points] == sorted(months)
    for point in result.points:
        japan, ckd_epi, step = map(list, zip(*months[point.month], strict=True))
        assert point.n == point.n_step == len(japan)
        assert numbers(point.japan) == spread(japan)
        assert numbers(point.ckd_epi) == spread(ckd_epi)
        assert numbers(point.difference) == spread([b - a for a, b in zip(japan, ckd_epi, strict=True)])
        assert numbers(point.step) == spread(step)
        assert (point.low_japan, point.low_ckd_epi) == (sum(a < 60 for a in japan), sum(b < 60 for b in ckd_epi))


def test_the_equations_put_different_patients_below_sixty(reference: CohortStore) -> None:
    result = asked(reference)
    assert (result.treated, result.measured, result.fell_japan, result.fell_ckd_epi) == (86, 86, 16, 0)
    words = caption(current(), result, TODAY)
    said = f"{words.note} {words.method}"
    assert "CKD-EPI 2021 lies 30 points (median, month 0) above the Japanese equation" in said
    assert "+3.5 µmol/L from baseline (median, n = 86)" in said
    assert "A mean of +3.8 µmol/L is known of baricitinib" in said
    assert "blocks the secretion of creatinine" in said
    assert "was graded by creatinine" in said
    assert "those of creatinine clearance" in words.note
    assert "clearance" not in words.method


def made(make: Make, *people: dict[str, Any], lab: bool = True) -> CohortStore:
    rows = [{"patient_id": "a", "month": month, "test": "Cr", "value": 0.8, "unit": "mg/dL"} for month in (1, 3)]
    return make(
        patient=[{"patient_id": "a", "drug": "other", "sex": "", "age_years": ""} | one for one in people],
        visit=[{"patient_id": "a", "month": 0, "salt": 80}],
        lab=rows if lab else [{"patient_id": "a", "month": 0, "test": "ALT", "value": 9, "unit": "U/L"}],
    )


def test_another_drug_has_no_known_step_and_another_cohort_no_note(make_store: Make) -> None:
    result = asked(made(make_store, {"sex": "F", "age_years": 40}))
    assert (result.effects, result.monitoring, result.note) == ((), (), "")
    assert [point.n_step for point in result.points] == [0, 0]  # no creatinine at month 0
    assert result.points[0].japan.median == pytest.approx(63.5, abs=0.05)
    assert "from baseline" not in caption(current(), result, TODAY).note


@pytest.mark.parametrize("lacking", [{"sex": "F"}, {"age_years": 40}, {"sex": "F", "age_years": 0}])
def test_without_age_or_sex_nothing_is_calculated_and_it_is_said(make_store: Make, lacking: dict[str, Any]) -> None:
    result = asked(made(make_store, lacking))
    assert (result.measured, result.points) == (0, ())
    assert "has a creatinine with age and sex: no eGFR is calculated" in caption(current(), result, TODAY).note


def test_without_creatinine_there_is_an_empty_chart_and_a_sentence(make_store: Make) -> None:
    result = asked(made(make_store, {"sex": "F", "age_years": 40}, lab=False))
    assert "None of 1 treated patient in view" in as_text(current(), result, TODAY)
    assert kidney_chart(result).layout.meta["alt"]


@pytest.mark.parametrize("where", ["", "sex=F", "age_years=119.."])
def test_every_result_is_plain_and_can_be_told(reference: CohortStore, where: str) -> None:
    result = asked(reference, where)
    plain(result)
    assert len(kidney_table(result)) == len(result.points)
    assert "eGFR by two equations" in as_text(current(), result, TODAY)
