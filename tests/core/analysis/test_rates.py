"""Response rates of the bundled cohort and of small made-up ones."""

from collections.abc import Callable

import pytest

from core.domain.endpoint import AnalysisSet
from core.domain.errors import RequestError
from core.domain.rates import RateResult
from core.stats.exact_trend import exact_trend
from core.store.cohort_store import CohortStore
from tests.building import ask

Make = Callable[..., CohortStore]


def counts(result: RateResult) -> dict[str, tuple[int, int]]:
    return {group.label: (group.events, group.n) for group in result.groups}


def patient(name: str, **more: object) -> dict[str, object]:
    return {"patient_id": name, "aa_type": "AT", "sex": "F", "age_years": 30, **more}


def visit(name: str, month: float, salt: float | str, **more: object) -> dict[str, object]:
    return {"patient_id": name, "month": month, "salt": salt, **more}


def test_the_bundled_cohort_gives_the_published_rates(reference: CohortStore) -> None:
    result = ask(reference, "aa_type")
    assert (result.overall.events, result.overall.n) == (29, 70)
    assert list(counts(result).values()) == [(10, 11), (3, 10), (10, 25), (6, 24)]
    assert list(counts(result)) == ["Multiplex (AM)", "Ophiasis (OA)", "Totalis (AT)", "Universalis (AU)"]
    assert result.overall.missing == 16


def test_every_analysis_set_comes_from_the_same_counts(reference: CohortStore) -> None:
    sets = {one.analysis_set: (one.events, one.n) for one in ask(reference).sets}
    assert sets[AnalysisSet.OBSERVED] == (29, 70)
    assert sets[AnalysisSet.NRI] == (29, 86)
    assert sets[AnalysisSet.WORST] == (29, 86)
    assert sets[AnalysisSet.BEST] == (45, 86)
    assert sets[AnalysisSet.LOCF][1] == 86


@pytest.mark.parametrize("analysis_set", list(AnalysisSet))
def test_groups_add_up_to_everyone(reference: CohortStore, analysis_set: AnalysisSet) -> None:
    result = ask(reference, "aa_type", "duration_years:4,10", analysis_set=analysis_set)
    assert sum(group.n for group in result.groups) == result.overall.n
    assert sum(group.events for group in result.groups) == result.overall.events
    assert sum(group.in_view for group in result.groups) == result.overall.in_view == 86


def test_a_patient_exactly_at_a_cut_point_falls_below_it(make_store: Make) -> None:
    store = make_store(
        patient=[patient("a", duration_years=4), patient("b", duration_years=4.1)],
        visit=[visit(name, month, 50) for name in "ab" for month in (0, 9)],
    )
    assert counts(ask(store, "duration_years:4")) == {"≤4 years": (0, 1), ">4 years": (0, 1)}


def test_groups_between_two_cut_points_name_both(reference: CohortStore) -> None:
    assert list(counts(ask(reference, "duration_years:4,10"))) == ["≤4 years", ">4 to ≤10 years", ">10 years"]


def test_patients_without_the_grouping_variable_are_counted_as_left_out(make_store: Make) -> None:
    store = make_store(
        patient=[patient("a", duration_years=2), patient("b", duration_years="")],
        visit=[visit(name, month, 10) for name in "ab" for month in (0, 9)],
    )
    result = ask(store, "duration_years:4")
    assert counts(result) == {"≤4 years": (1, 1)}
    assert result.in_no_group == 1
    assert result.overall.n == 2


def test_only_visits_within_the_window_count(make_store: Make) -> None:
    store = make_store(
        patient=[patient("a"), patient("b")],
        visit=[visit("a", 0, 90), visit("a", 8.3, 10), visit("b", 0, 90), visit("b", 9.5, 10)],
    )
    assert store.version.months == (0, 8, 9, 10)
    assert ask(store, window=0.5).overall.n == 1
    assert ask(store, window=0.7).overall.n == 2
    assert ask(store, window=0.0).overall.n == 0


def test_the_nearest_visit_wins_and_of_two_equally_near_the_earlier(make_store: Make) -> None:
    store = make_store(
        patient=[patient("a"), patient("b")],
        visit=[visit("a", 0, 90), visit("a", 8.8, 10), visit("a", 9.4, 90), visit("b", 0, 90), visit("b", 8.5, 10),
               visit("b", 9.5, 90)],
    )  # fmt: skip
    assert ask(store, window=0.5).overall.events == 2


def test_a_visit_without_a_score_does_not_hide_one_with_a_score(make_store: Make) -> None:
    store = make_store(patient=[patient("a")], visit=[visit("a", 0, 90), visit("a", 9, ""), visit("a", 9.3, 10)])
    assert (ask(store).overall.events, ask(store).overall.n) == (1, 1)


def test_the_baseline_visit_is_never_taken_for_a_later_month(make_store: Make) -> None:
    store = make_store(patient=[patient("a")], visit=[visit("a", 0, 10), visit("a", 3, 10)])
    assert ask(store, month=3, window=2.0).overall.n == 1
    store = make_store(patient=[patient("a"), patient("b")], visit=[visit("a", 0, 10), visit("b", 0, 10), visit("b", 1, 10)])
    assert ask(store, month=1, window=2.0).overall.n == 1


def test_the_last_observation_is_carried_forward_from_before_the_month_only(make_store: Make) -> None:
    store = make_store(
        patient=[patient("a"), patient("b"), patient("c")],
        visit=[visit("a", 0, 90), visit("a", 6, 15), visit("b", 0, 90), visit("b", 12, 5), visit("c", 0, 90), visit("c", 9, 5)],
    )
    result = ask(store, analysis_set=AnalysisSet.LOCF)
    assert (result.overall.events, result.overall.n) == (2, 3)


def test_a_patient_never_assessed_is_not_in_the_carried_forward_set(make_store: Make) -> None:
    store = make_store(patient=[patient("a"), patient("b")], visit=[visit("a", 0, 90), visit("a", 9, 5)])
    assert ask(store, analysis_set=AnalysisSet.LOCF).overall.n == 1
    assert ask(store, analysis_set=AnalysisSet.NRI).overall.n == 2


def test_relative_response_needs_a_baseline(make_store: Make) -> None:
    store = make_store(
        patient=[patient("a"), patient("b"), patient("c")],
        visit=[
            visit("a", 0, 80),
            visit("a", 9, 40),
            visit("b", 0, ""),
            visit("b", 9, 0),
            visit("c", 0, 80),
            visit("c", 9, 40.1),
        ],
    )
    result = ask(store, key="salt50")
    assert (result.overall.events, result.overall.n, result.overall.not_evaluable) == (1, 2, 1)


def test_brow_response_counts_only_those_with_a_baseline_of_two_or_more(make_store: Make) -> None:
    brows = {"a": (3, 1), "b": (2, 1), "c": (1, 0), "d": (3, 2)}
    store = make_store(
        patient=[patient(name) for name in brows],
        visit=[
            visit(name, month, 50, clinro_eyebrow=scores[position])
            for name, scores in brows.items()
            for position, month in enumerate((0, 9))
        ],
    )
    two, one = ask(store, key="eyebrow2").overall, ask(store, key="eyebrow1").overall
    assert (two.events, two.n, two.not_evaluable) == (1, 3, 1)
    assert (one.events, one.n, one.not_evaluable) == (2, 3, 1)


def test_differences_are_taken_from_the_reference_group_within_each_split(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "sex", reference="AU")
    assert result.reference == "AU"
    for group in result.groups:
        assert (group.difference is None) == (group.levels[0].value == "AU")
    women = {group.levels[0].value: group for group in result.groups if group.levels[1].value == "F"}
    expected = women["AM"].events / women["AM"].n - women["AU"].events / women["AU"].n
    assert women["AM"].difference is not None
    assert women["AM"].difference.value == pytest.approx(expected, abs=1e-12)


def test_a_reference_without_patients_gives_way_to_the_first_group_that_has_some(reference: CohortStore) -> None:
    assert ask(reference, "aa_type", reference="patchy").reference == "AM"


def test_a_patient_without_two_grouping_variables_is_left_out_once(make_store: Make) -> None:
    store = make_store(
        patient=[patient("a", sex="", aa_type=""), patient("b")],
        visit=[visit(name, month, 10) for name in "ab" for month in (0, 9)],
    )
    assert ask(store, "sex", "aa_type").in_no_group == 1


def test_trend_scores_do_not_depend_on_who_is_in_view(make_store: Make) -> None:
    salts = {"a": 10, "b": 60, "c": 60, "d": 98, "e": 98, "f": 10}
    store = make_store(
        patient=[patient(name) for name in salts],
        visit=[visit(name, 0, salt) for name, salt in salts.items()]
        + [visit(name, 9, 5 if name in "abf" else 80) for name in salts],
    )
    result = ask(store, "baseline_salt_band")
    trend = next(one.test for one in result.comparisons if one.question == "trend")
    assert trend == exact_trend([(2, 2), (1, 2), (0, 2)], [1.0, 3.0, 4.0])


def test_ordered_groups_are_tested_for_trend_and_others_are_not(reference: CohortStore) -> None:
    assert {one.question for one in ask(reference, "duration_years:2,4,8").comparisons} == {"any difference", "trend"}
    assert {one.question for one in ask(reference, "aa_type").comparisons} == {"any difference"}


def test_adjusted_p_values_are_never_below_the_plain_ones(reference: CohortStore) -> None:
    for one in ask(reference, "duration_years:2,4,8", "sex").comparisons:
        if one.test.p is not None and one.adjusted_p is not None:
            assert one.adjusted_p >= one.test.p


def test_small_groups_are_marked(reference: CohortStore) -> None:
    sizes = {group.n: group.size for group in ask(reference, "aa_type", "sex").groups}
    assert all(size == ("tiny" if n < 5 else "small" if n < 10 else "enough") for n, size in sizes.items())


def test_nobody_in_view_is_a_result_and_not_a_failure(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", where="age_years=119..120")
    assert result.overall.in_view == 0
    assert result.groups == ()
    assert result.overall.rate.value is None
    assert result.overall.rate.note


@pytest.mark.parametrize(
    ("by", "more", "part"),
    [
        (("aa_type",), {"month": 24}, "Months with visits"),
        (("nonsense",), {}, "no variable"),
        (("stop_reason",), {}, "baseline variable"),
        (("duration_years:x",), {}, "cut points"),
        (("duration_years:-1",), {}, "cut points between"),
        (("sex:4",), {}, "no cut points"),
        (("sex", "sex"), {}, "twice"),
        ((), {"window": 9.0}, "visit window"),
        ((), {"interval": "magic"}, "no method"),
        ((), {"level": 1.0}, "confidence level"),
        (("aa_type",), {"reference": "zz"}, "no group 'zz'"),
    ],
)
def test_what_cannot_be_asked_says_why(reference: CohortStore, by: tuple[str, ...], more: dict[str, object], part: str) -> None:
    with pytest.raises(RequestError, match=part):
        ask(reference, *by, **more)
