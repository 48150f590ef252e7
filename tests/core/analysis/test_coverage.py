"""Visits at the planned months and missing values, counted again from the files with pandas."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from core.analysis.coverage import coverage
from core.analysis.missing import missing
from core.catalogue import current
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.quality import coverage_table, missing_table, scores_table
from core.words.coverage import as_text, caption
from core.words.missing import as_text as missing_text
from core.words.missing import caption as missing_caption
from tests.building import REFERENCE, followed

TODAY = date(2026, 8, 1)
EVERYONE = CohortFilter()
MakeStore = Callable[..., CohortStore]


@pytest.mark.parametrize("window", [0.0, 0.5, 2.0])
@pytest.mark.parametrize("sex", ["", "F"])
def test_the_groups_of_a_month_are_those_of_the_files(reference: CohortStore, window: float, sex: str) -> None:
    patients = pd.read_csv(REFERENCE / "patient.csv")
    patients = patients[patients.sex == sex] if sex else patients
    visits = pd.read_csv(REFERENCE / "visit.csv")
    result = coverage(reference, CohortFilter.from_query(f"sex={sex}" if sex else ""), window)
    assert [one.month for one in result.months] == list(range(10))
    for one in result.months:
        near = visits if one.month else visits[visits.month == 0]
        near = near if not one.month else near[near.month > 0]
        distance = (near.month - one.month).abs().groupby(near.patient_id).min()
        expected = dict.fromkeys(("in", "wide", "unseen", "stopped", "lost"), 0)
        for who, stop in zip(patients.patient_id, patients.stop_month, strict=True):
            gone = followed(who) < one.month
            away = distance.get(who, 99.0)
            group = (
                "in"
                if away <= window
                else ("stopped" if stop == stop else "lost")
                if gone
                else "wide"
                if away <= 2
                else "unseen"
            )
            expected[group] += 1
        assert (one.in_window, one.wider, one.unseen, one.stopped, one.lost) == tuple(expected.values())
        assert one.n == len(patients)


def test_a_month_has_the_assessed_of_the_other_pages(reference: CohortStore) -> None:
    result = coverage(reference, EVERYONE, 0.5)
    assert (result.months[9].in_window, result.months[9].due, result.months[9].stopped) == (70, 70, 16)
    words = caption(current(), result, TODAY)
    assert (
        "Everyone followed to a planned month has a visit in the window. "
        "By month 9, 16/86 (18.6%) had stopped and were not seen then." in words.note
    )
    assert "Month 9: visit within ±0.5 months 70" in as_text(current(), result, TODAY)
    assert coverage_table(result)[9]["Patients in view"] == 86
    plain(result)


def small(make_store: MakeStore) -> CohortStore:
    """Four patients: a seen in the window, b only at 2.0, c not until 6, d stopped at 1.5, e seen at the start only."""
    people = [("a", "F", "", ""), ("b", "", "", ""), ("c", "F", "", "cost"), ("d", "M", 1.5, "cost"), ("e", "M", "", "")]
    visits = [("a", 0, 80, 2), ("a", 3.4, 40, ""), ("b", 0, "", ""), ("b", 2, 70, 1), ("b", 3, "", ""), ("b", 6, 60, "")]
    visits += [("c", 0, 90, 3), ("c", 6, 10, ""), ("d", 0, 50, ""), ("d", 1.5, 50, ""), ("e", 0, 50, "")]
    names = ("patient_id", "month", "salt", "clinro_eyebrow")
    return make_store(
        patient=[dict(zip(("patient_id", "sex", "stop_month", "stop_reason"), one, strict=True)) for one in people],
        visit=[dict(zip(names, one, strict=True)) for one in visits],
    )


def test_every_way_of_not_being_seen_is_told_apart(make_store: MakeStore) -> None:
    store = small(make_store)
    found = {one.month: one for one in coverage(store, EVERYONE, 0.5).months}
    three = found[3]
    assert (three.in_window, three.wider, three.unseen, three.stopped, three.lost) == (1, 1, 1, 1, 1)
    assert (three.due, three.n) == (3, 5)
    zero = found[0]
    assert (zero.in_window, zero.unseen, zero.n) == (4, 1, 5), "a visit without any score is none"
    said = caption(current(), coverage(store, EVERYONE, 0.5), TODAY).note
    assert "fewest were seen at month 3: 1/3 (33.3%) within ±0.5 months" in said


def test_missing_values_are_out_of_those_who_owe_them(make_store: MakeStore) -> None:
    result = missing(small(make_store), EVERYONE, 0.5)
    found = {one.variable: (one.missing, one.n) for one in result.variables}
    assert found["sex"] == (1, 5)
    assert found["age_years"] == (5, 5)
    assert found["baseline_salt"] == found["baseline_salt_band"] == (1, 5)
    assert found["baseline_clinro_eyebrow"] == (3, 5)
    assert found["stop_month"] == (1, 2)
    assert found["stop_reason"] == (0, 1)
    shares = [one.share for one in result.variables]
    assert shares == sorted(shares, reverse=True)
    salt = {cell.month: (cell.recorded, cell.due) for cell in result.measures[0].months}
    assert (salt[0], salt[3], salt[6]) == ((4, 5), (1, 3), (2, 2))
    assert "month stopped (of those with reason for stopping): 1/2 (50.0%)" in missing_text(current(), result, TODAY).lower()
    assert missing_table(result)[0]["Missing, %"] == 100
    assert scores_table(result)[0]["In view"] == 5


def test_nothing_is_missing_of_the_bundled_cohort(reference: CohortStore) -> None:
    result = missing(reference, EVERYONE, 0.5)
    assert not any(one.missing for one in result.variables)
    brow = {cell.month: cell.recorded for cell in result.measures[1].months}
    visits = pd.read_csv(REFERENCE / "visit.csv")
    assert brow == visits.groupby("month").clinro_eyebrow.count().to_dict()
    assert "All 19 variables are recorded" in missing_caption(current(), result, "variables", TODAY).note


def test_nobody_in_view_is_counted_as_nobody(reference: CohortStore) -> None:
    nobody = CohortFilter.from_query("age_years=119..")
    result = coverage(reference, nobody, 0.5)
    assert {one.n for one in result.months} == {0}
    assert "Nobody in view was followed" in caption(current(), result, TODAY).note
    assert {one.n for one in missing(reference, nobody, 0.5).variables} == {0}


def test_visits_at_month_0_only_are_a_sentence(make_store: MakeStore) -> None:
    store = make_store(patient=[{"patient_id": "a"}, {"patient_id": "b"}], visit=[{"patient_id": "a", "month": 0, "salt": 80}])
    result = coverage(store, EVERYONE, 0.5)
    assert [(one.month, one.in_window, one.lost) for one in result.months] == [(0, 1, 1)]
    assert "These data have no visit after month 0." in caption(current(), result, TODAY).note
    assert missing(store, EVERYONE, 0.5).measures[0].months[0].recorded == 1


def test_months_with_few_visits_are_not_planned_and_are_named(make_store: MakeStore) -> None:
    who = [f"p{at:02}" for at in range(30)]
    visits = [{"patient_id": one, "month": month, "salt": 80} for one in who for month in (0, 3, 6)]
    visits += [{"patient_id": who[0], "month": 4.6, "salt": 70}]
    store = make_store(patient=[{"patient_id": one} for one in who], visit=visits)
    result = coverage(store, EVERYONE, 0.5)
    assert ([one.month for one in result.months], result.other_months) == ([0, 3, 6], (5,))
    assert "Visits nearest to other months are not shown: 5." in caption(current(), result, TODAY).method


def test_a_window_out_of_reach_is_refused(reference: CohortStore) -> None:
    with pytest.raises(RequestError, match="between 0 and 2 months, not 3"):
        coverage(reference, EVERYONE, 3.0)
