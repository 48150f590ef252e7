"""Response against tolerability: both rates counted again from the tables, each over its own denominator."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.analysis.events import adverse_events, any_event
from core.analysis.members import members
from core.analysis.tolerability import rates_behind, tolerability
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.charts.tolerability import NAMED
from core.charts.tolerability import tolerability as chart
from core.domain.errors import RequestError
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.domain.tolerability import ToleranceResult, ToleranceSpec
from core.export.plain import plain
from core.stats.intervals import proportion
from core.store.cohort_store import CohortStore
from core.tables.tolerability import tolerability_table
from core.words.members import counts_as
from core.words.tolerability import left_out, point_name, point_words, tolerability_caption
from tests.building import read

MANY = ("aa_type", "sex", "atopic_dermatitis", "ivmp_history", "dose_mg", "baseline_clinro_eyebrow", "baseline_clinro_eyelash")


def asked(store: CohortStore, *by: str, where: str = "", **more: Any) -> ToleranceResult:
    given: dict[str, Any] = {"endpoint": endpoint(current(), "salt20"), "month": 9, "window": 0.5} | more
    return tolerability(store, CohortFilter.from_query(where), ToleranceSpec(by=tuple(map(Grouping, by)), **given))


def assessed() -> dict[str, float]:
    """The score at the visit nearest to month 9, of those who have one within half a month."""
    near = [row for row in read("visit") if abs(float(row["month"]) - 9) <= 0.5 and row["salt"]]
    return {row["patient_id"]: float(row["salt"]) for row in sorted(near, key=lambda row: -abs(float(row["month"]) - 9))}


@pytest.mark.parametrize(("by", "labels"), [("sex", {"F": "Female", "M": "Male"}), ("ivmp_history", {"1": "Yes", "0": "No"})])
@pytest.mark.parametrize("where", ["", "aa_type=AT,AU"])
def test_both_rates_are_those_of_the_tables(reference: CohortStore, where: str, by: str, labels: dict[str, str]) -> None:
    scores, had = assessed(), {row["patient_id"] for row in read("adverse_event")}
    kept = [one for one in read("patient") if not where or one["aa_type"] in ("AT", "AU")]
    result = asked(reference, by, where=where, least=1)
    groups = {label: {one["patient_id"] for one in kept if one[by] == value} for value, label in labels.items()}
    assert {one.level for one in result.points} == set(groups)
    everyone = {one["patient_id"] for one in kept}
    for one, mine in [*((one, groups[one.level]) for one in result.points), (result.everyone, everyone)]:
        done = [scores[patient] for patient in mine if patient in scores]
        assert (one.treated, one.had) == (len(mine), len(mine & had))
        assert (one.completers, one.responders) == (len(done), sum(score <= 20 for score in done))
        assert one.events == proportion(one.had, one.treated, "clopper-pearson")
        assert one.response == proportion(one.responders, one.completers, "wilson")


@pytest.mark.parametrize("where", ["", "sex=F"])
def test_every_point_lists_the_patients_it_counts(reference: CohortStore, where: str) -> None:
    had, people = {row["patient_id"] for row in read("adverse_event")}, {row["patient_id"]: row for row in read("patient")}
    result = asked(reference, "aa_type", "sex", "ivmp_history", where=where, least=1)
    for point in result.points:
        response, group = rates_behind(reference, result, point)
        found = members(reference, response, group)
        patients = [str(one.baseline[0]) for one in found.rows]
        words = [counts_as(response.spec.analysis_set, one.outcome) for one in found.rows]
        assert point.by is not None
        assert {people[one][point.by.variable] for one in patients} == {point.value}
        assert found.total == len(patients) == point.treated
        assert len(had & set(patients)) == point.had
        assert words.count("responder") == point.responders
        assert len(words) - words.count("not in the denominator") == point.completers
        assert found.title == point.level


def test_a_number_with_a_cut_point_is_listed_by_its_cut(reference: CohortStore) -> None:
    spec = ToleranceSpec(endpoint=endpoint(current(), "salt20"), month=9, window=0.5, by=(Grouping("age_years", (40.0,)),))
    result = tolerability(reference, CohortFilter(), spec)
    older = [row["patient_id"] for row in read("patient") if float(row["age_years"]) > 40]
    found = members(reference, *rates_behind(reference, result, result.points[-1]))
    assert sorted(str(one.baseline[0]) for one in found.rows) == sorted(older)


def test_a_mark_of_the_chart_has_the_place_of_its_point(reference: CohortStore) -> None:
    result = asked(reference, *MANY)
    told = {place: said for trace in chart(result, "").data for place, said in trace.customdata or ()}
    assert told == {place: point_words(one) for place, one in enumerate(result.points)}


def test_small_levels_are_left_out_named_and_kept_in_the_table(reference: CohortStore) -> None:
    result = asked(reference, "dose_mg", "sex")
    assert [point_name(one) for one in result.small] == ["Dose: 2 mg/day"]
    assert left_out(result) == "1 level under 10 patients left out: Dose: 2 mg/day (10 treated, 6 assessed)."
    assert {row["Group"]: row["Shown"] for row in tolerability_table(result)}["2 mg/day"] == "no"
    assert not asked(reference, "dose_mg", least=6).small
    nothing = tolerability_caption(current(), asked(reference, "dose_mg", least=50, where="sex=F"), date(2026, 8, 1))
    assert "No group is large enough to be shown. 2 levels under 50 patients left out" in nothing.note


def test_those_without_a_level_are_counted(make_store: Callable[..., CohortStore]) -> None:
    store = make_store(
        patient=[{"patient_id": f"p{at}", "sex": "FM"[at % 2] if at < 4 else ""} for at in range(6)],
        visit=[{"patient_id": f"p{at}", "month": month, "salt": 10} for at in range(6) for month in (0, 9)],
        adverse_event=[{"patient_id": "p0", "term": "Acne"}],
    )
    result = asked(store, "sex", least=1)
    assert (result.everyone.treated, [one.treated for one in result.points], result.nowhere) == (6, [2, 2], (("Sex", 2),))
    assert left_out(result) == "Not recorded, so in no group: sex 2."


@pytest.mark.parametrize("only", [(), ("related",), ("severe",)])
def test_any_event_alone_is_counted_as_beside_its_terms(reference: CohortStore, only: tuple) -> None:
    each = (Grouping("sex"), Grouping("age_years", (30.0, 45.0)), Grouping("dose_mg"))
    found = any_event(reference, CohortFilter(), EventSpec(only=only), each)
    assert any_event(reference, CohortFilter(), EventSpec(only=only), ()) == ()
    for by, alone in zip(each, found, strict=True):
        beside = adverse_events(reference, CohortFilter(), EventSpec(only=only, by=by))
        assert len(alone.rows) == 1
        assert replace(alone, rows=()) == replace(beside, rows=())
        assert alone.any_event == beside.any_event


def test_names_of_many_marks_hide_each_other_nowhere(reference: CohortStore) -> None:
    result = asked(reference, *MANY, least=1)
    named = [text for trace in chart(result, "").data if trace.text is not None for text in trace.text if text]
    assert 3 <= len(named) <= NAMED
    few = asked(reference, "sex")
    assert [text for trace in chart(few, "").data if trace.text is not None for text in trace.text] == [
        "Female (9/45; 18/38)",
        "Male (13/41; 11/32)",
    ]


def test_the_caption_says_both_denominators(reference: CohortStore) -> None:
    said = tolerability_caption(current(), asked(reference, "sex"), date(2026, 8, 1))
    assert said.title == "SALT ≤20 at month 9 against any adverse event, by sex"
    assert said.note.startswith(
        "All in view: events 22/86 treated, 25.6% (16.8–36.1%); response 29/70 assessed, 41.4% (30.6–53.1%). 2 groups shown."
    )
    assert "Two denominators" in said.method
    assert "same patients" in tolerability_caption(current(), asked(reference, "sex", "aa_type"), date(2026, 8, 1)).note


def test_without_a_variable_it_cannot_be_asked(reference: CohortStore) -> None:
    with pytest.raises(RequestError, match="needs a variable"):
        asked(reference)


@pytest.mark.parametrize("where", ["", "age_years=119..", "aa_type=OA;sex=F"])
def test_every_result_is_plain(reference: CohortStore, where: str) -> None:
    plain(asked(reference, *MANY, where=where))
