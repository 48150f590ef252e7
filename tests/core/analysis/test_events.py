"""Adverse events: counted again in plain Python from the tables, published figures, groups, and what is not known."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.analysis.events import adverse_events
from core.catalogue import current
from core.domain.errors import RequestError
from core.domain.events import EventResult, EventRow, EventSpec
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.export.plain import plain
from core.stats.association import independence
from core.stats.differences import risk_difference
from core.store.cohort_store import CohortStore
from core.tables.events import events_table
from core.words.event_text import as_text
from core.words.events import caption, finding
from tests.building import read

TREATED = [f"p{at}" for at in range(10)]


def asked(store: CohortStore, where: str = "", **more: Any) -> EventResult:
    return adverse_events(store, CohortFilter.from_query(where), EventSpec(**more))


def row(result: EventResult, name: str) -> EventRow:
    return next(one for one in result.rows if name in (one.term, one.category if one.kind == "category" else ""))


def people(store: Callable[..., CohortStore], events: list[dict[str, Any]], **more: Any) -> CohortStore:
    """Ten patients seen at months 0 and 6, with these events."""
    patients = [{"patient_id": one, "sex": "F" if at < 4 else "M", **more} for at, one in enumerate(TREATED)]
    visits = [{"patient_id": one, "month": month, "salt": 50} for one in TREATED for month in (0, 6)]
    return store(patient=patients, visit=visits, adverse_event=events)


def test_the_published_figures_come_back(reference: CohortStore) -> None:
    result = asked(reference)
    counted = {name: row(result, name).overall for name in ("eGFR decline", "Liver enzyme rise")}
    any_event = result.any_event.overall
    assert (any_event.patients, any_event.n, any_event.events) == (22, 86, 23)
    assert {name: (one.patients, one.n) for name, one in counted.items()} == {
        "eGFR decline": (16, 86),
        "Liver enzyme rise": (3, 86),
    }
    assert sum(any_event.worst[3:]) == 0


def test_none_of_grade_three_has_an_upper_bound(reference: CohortStore) -> None:
    result = asked(reference, only=("severe",))
    one = result.any_event.overall
    assert (one.patients, one.n) == (0, 86)
    assert one.rate.high == pytest.approx(1 - 0.025 ** (1 / 86), rel=1e-12)
    assert one.none_allows == pytest.approx(1 - 0.05 ** (1 / 86), rel=1e-12)
    assert finding(result) == (
        "None of 86 treated patients had adverse events of grade 3 or more: 95% interval 0.0–4.2%, by the rule of three "
        "(exact, one-sided 95%) at most 3.4%."
    )


@pytest.mark.parametrize("where", ["", "sex=F", "aa_type=AT,AU;age_years=..40"])
def test_every_count_is_that_of_the_tables(reference: CohortStore, where: str) -> None:
    result = asked(reference, where)
    kept = {one["patient_id"]: one for one in read("patient") if _kept(one, where)}
    had = defaultdict(list)
    for event in read("adverse_event"):
        if event["patient_id"] in kept:
            had[event["term"]].append(event)
    for term, events in had.items():
        found = row(result, term).overall
        worst = {
            one["patient_id"]: max(int(e["grade"]) for e in events if e["patient_id"] == one["patient_id"]) for one in events
        }
        assert found.patients == len(worst)
        assert found.events == len(events)
        assert found.worst == tuple(Counter(worst.values()).get(grade, 0) for grade in range(6))
    assert result.everyone.n == len(kept)
    assert result.everyone.years == pytest.approx(sum(_followed(one) for one in kept.values()) / 12)


def _kept(one: dict[str, str], where: str) -> bool:
    if where == "sex=F":
        return one["sex"] == "F"
    return not where or (one["aa_type"] in ("AT", "AU") and float(one["age_years"]) <= 40)


def _followed(one: dict[str, str]) -> float:
    if one["stop_month"]:
        return float(one["stop_month"])
    mine = [row for table in ("visit", "lab") for row in read(table) if row["patient_id"] == one["patient_id"]]
    onsets = [float(e["onset_month"]) for e in read("adverse_event") if e["patient_id"] == one["patient_id"]]
    return max([float(row["month"]) for row in mine] + onsets)


def test_a_patient_counts_once_and_is_at_risk_until_the_first_event(make_store: Callable[..., CohortStore]) -> None:
    events = [
        {"patient_id": "p0", "term": "Acne", "category": "Skin", "grade": 1, "onset_month": 2},
        {"patient_id": "p0", "term": "Acne", "category": "Skin", "grade": 2, "onset_month": 4},
        {"patient_id": "p0", "term": "Folliculitis", "category": "Skin", "grade": 1, "onset_month": 1},
        {"patient_id": "p5", "term": "Acne", "category": "Skin", "grade": "", "onset_month": ""},
        {"patient_id": "p6", "term": "Odd", "category": "", "grade": 1, "onset_month": 6},
    ]
    result = asked(people(make_store, events))
    acne, skin = row(result, "Acne").overall, row(result, "Skin").overall
    assert (acne.patients, acne.events, acne.worst) == (2, 3, (1, 0, 1, 0, 0, 0))
    assert (skin.patients, skin.events, skin.worst) == (2, 4, (1, 0, 1, 0, 0, 0))
    assert result.everyone.years == pytest.approx(5)  # ten patients, six months each
    assert acne.first_rate.value == pytest.approx(100 * 2 / (5 - 4 / 12))
    assert skin.first_rate.value == pytest.approx(100 * 2 / (5 - 5 / 12))
    assert acne.event_rate.value == pytest.approx(100 * 3 / 5)
    assert (result.ungraded, result.undated) == (1, 1)
    said = caption(current(), result, result.rows, "term", date(2026, 8, 1), "first")
    assert "1 event without a grade; 1 event without a month of onset" in said.counts
    assert {one.category for one in result.of("category")} == {"Skin"}
    assert row(result, "Odd").category == ""


def test_time_ends_with_stopping(make_store: Callable[..., CohortStore]) -> None:
    event = {"patient_id": "p0", "term": "Acne", "onset_month": 3, "grade": 1}
    result = asked(people(make_store, [event], stop_month=2))
    assert result.everyone.years == pytest.approx(20 / 12)
    one = result.any_event.overall
    assert (one.patients, one.events, one.late, one.late_patients) == (1, 1, 1, 1)
    assert one.first_rate.value == one.event_rate.value == 0  # counted, but its time was not
    assert (
        "1 event after treatment had stopped, counted but in rates over time"
        in caption(current(), result, result.rows, "term", date(2026, 8, 1), "events").counts
    )


def test_only_events_that_are_all_of_what_is_asked_count(make_store: Callable[..., CohortStore]) -> None:
    given = [("p0", 3, 1, 1, "stopped"), ("p1", 3, 0, 1, "none"), ("p2", 1, 1, 0, "stopped"), ("p3", "", "", "", "")]
    events = [
        {"patient_id": one, "term": "Acne", "grade": grade, "serious": serious, "related": related, "action": action}
        for one, grade, serious, related, action in given
    ]
    store = people(make_store, events)
    found = {only: asked(store, only=only).any_event.overall.patients for only in
             ((), ("severe",), ("serious",), ("related",), ("stopping",), ("severe", "serious"))}  # fmt: skip
    assert list(found.values()) == [4, 2, 2, 2, 2, 1]


def test_groups_are_compared_by_the_functions_named(reference: CohortStore) -> None:
    result = asked(reference, by=Grouping("sex"), reference="M")
    assert [one.levels[0].value for one in result.groups] == ["F", "M"]
    assert result.reference == "M"
    women, men = row(result, "eGFR decline").groups
    assert (women.patients, women.n, men.patients, men.n) == (8, 45, 8, 41)
    assert women.difference == risk_difference((8, 45), (8, 41))
    assert women.test == independence([(8, 45), (8, 41)])
    assert men.difference is men.test is None
    terms = [one.groups[0] for one in result.of("term")]
    assert all(one.adjusted_p >= one.test.p for one in terms if one.test and one.test.p is not None and one.adjusted_p)
    assert sum(one.patients for one in result.any_event.groups) == result.any_event.overall.patients


def test_numbers_are_grouped_at_cut_points(reference: CohortStore) -> None:
    result = asked(reference, by=Grouping("age_years", (40.0,)))
    assert [one.n for one in result.groups] == [
        sum(float(one["age_years"]) <= 40 for one in read("patient")),
        sum(float(one["age_years"]) > 40 for one in read("patient")),
    ]


def test_terms_nobody_in_view_had_are_kept_with_their_bound(reference: CohortStore) -> None:
    result = asked(reference, "aa_type=AM")
    silent = [one for one in result.of("term") if not one.overall.patients]
    assert silent
    assert all(one.overall.rate.high and one.overall.none_allows for one in silent)


@pytest.mark.parametrize("where", ["", "sex=F", "age_years=119.."])
def test_every_result_is_plain_and_can_be_told(reference: CohortStore, where: str) -> None:
    for more in ({}, {"by": Grouping("sex")}, {"only": ("serious",)}):
        result = asked(reference, where, **more)
        plain(result)
        assert len(events_table(result, result.rows)) == len(result.rows)
        assert "22 of 86" in as_text(current(), result, date(2026, 8, 1)) or where or result.spec.only


def test_what_cannot_be_asked_is_refused(reference: CohortStore) -> None:
    for wrong in ({"reference": "F"}, {"interval": "x"}, {"by": Grouping("sex"), "reference": "X"}, {"difference": "wald"}):
        with pytest.raises(RequestError):
            asked(reference, **wrong)


def test_sets_of_special_interest_count_a_patient_once_and_say_which_terms_they_hold(
    make_store: Callable[..., CohortStore],
) -> None:
    events = [
        {"patient_id": "p0", "term": "Herpes ZOSTER", "category": "Infections", "grade": 2},
        {"patient_id": "p0", "term": "Shingles", "category": "", "grade": 1},
        {"patient_id": "p1", "term": "Nasopharyngitis", "category": "Infections", "grade": 1},
        {"patient_id": "p2", "term": "Headache", "category": "Nervous system", "grade": 1},
    ]
    result = asked(people(make_store, events))
    found = {one.category: one for one in result.of("special")}
    zoster, infection = found["Herpes zoster"], found["Any infection"]
    assert (zoster.overall.patients, zoster.overall.events, set(zoster.members)) == (1, 2, {"Herpes ZOSTER", "Shingles"})
    assert (infection.overall.patients, set(infection.members)) == (2, {"Herpes ZOSTER", "Shingles", "Nasopharyngitis"})
    malignancy = found["Malignancy"].overall
    assert (malignancy.patients, malignancy.n, malignancy.rate.high) == (0, 10, pytest.approx(1 - 0.025 ** (1 / 10)))
    said = caption(current(), result, result.of("special"), "special", date(2026, 8, 1), "patients").how
    assert "Herpes zoster: Herpes ZOSTER, Shingles" in said[-1][1]


@pytest.mark.parametrize(
    ("term", "category", "expected"),
    [
        ("Skin papilloma", "Neoplasms benign, malignant and unspecified", ""),
        ("Cholelithiasis", "Hepatobiliary disorders", ""),
        ("Hepatitis B reactivation", "Infections and infestations", "Any infection"),
        ("Antiphospholipid antibodies positive", "Investigations", ""),
        ("Acute myeloid leukaemia", "Neoplasms benign, malignant and unspecified", "Malignancy"),
        ("Basal cell carcinoma", "", "Malignancy"),
        ("Cerebrovascular accident", "Nervous system disorders", "Major cardiovascular event"),
        ("Stroke", "", "Major cardiovascular event"),
        ("Acute myocardial infarction", "Cardiac disorders", "Major cardiovascular event"),
        ("Deep vein thrombosis", "Vascular disorders", "Venous thromboembolism"),
        ("DVT", "", "Venous thromboembolism"),
        ("CK increased", "", "Creatine kinase rise"),
        ("Blood creatine phosphokinase increased", "Investigations", "Creatine kinase rise"),
        ("Alanine aminotransferase increased", "Investigations", "Liver enzymes"),
        ("Liver enzyme rise", "Hepatic", "Liver enzymes"),
        ("Hyperlipidaemia", "Metabolic", "Lipids"),
        ("Blood cholesterol increased", "Investigations", "Lipids"),
        ("Nasopharyngitis", "", "Any infection"),
        ("Headache", "Nervous system disorders", ""),
    ],
)
def test_usual_terms_are_in_their_set_and_in_no_other(
    make_store: Callable[..., CohortStore], term: str, category: str, expected: str
) -> None:
    result = asked(people(make_store, [{"patient_id": "p0", "term": term, "category": category, "grade": 1}]))
    assert [one.category for one in result.of("special") if one.overall.patients] == ([expected] if expected else [])


def test_the_text_tells_each_group_with_its_test(reference: CohortStore) -> None:
    said = as_text(current(), asked(reference, by=Grouping("sex")), date(2026, 8, 1))
    assert "  Any event 22/86, 25.6% (16.8–36.1%)\n    Female (n = 45): 9/45, 20.0% (9.6–34.6%)\n" in said
    assert (
        "Male (n = 41): 13/41, 31.7% (18.1–48.1%); difference +11.7 (−6.7 to +29.5); Pearson chi-square test, p = 0.21" in said
    )
    assert "Differences in percentage points from Female: Newcombe hybrid score." in said


def test_terms_of_one_name_are_told_with_their_category(make_store: Callable[..., CohortStore]) -> None:
    event = {"term": "Zoster", "grade": 1, "onset_month": 1}
    store = make_store(
        patient=[{"patient_id": "a"}],
        visit=[{"patient_id": "a", "month": 0, "salt": 80}],
        adverse_event=[{"patient_id": "a", "category": kind, **event} for kind in ("Infection", "Skin")],
    )
    said = as_text(current(), asked(store), date(2026, 8, 1))
    assert "Zoster (Infection) 1/1" in said
    assert "Zoster (Skin) 1/1" in said
