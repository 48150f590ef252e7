"""Outcome patterns of random cohorts, against the definitions written out in plain Python."""

import csv
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalogue import current
from core.catalogue.lookup import endpoint, groupable, threshold_endpoint
from core.domain.endpoint import Endpoint, Outcome
from core.domain.errors import RequestError
from core.domain.filters import Clause, CohortFilter
from core.domain.rates import Grouping
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, current_store
from core.store.location import Location
from core.store.queries import Question, check_question, outcome_patterns, outcome_query
from tests.building import Person, band, keeps, stored

CATALOGUE = current()
FLAGS = ("atopic_dermatitis", "ivmp_history", "topical_immunotherapy_history", "prior_jak_inhibitor")
SITES = ("Centre 1", 'O\'Brien; "x", <b>', "=1+1", "missing", "ä..b", "%2C")
MONTHS = tuple(range(16))
Visits = list[dict[str, Any]]


@dataclass(frozen=True)
class Cohort:
    """A published store and what went into it."""

    store: CohortStore
    people: list[Person]
    visits: dict[str, Visits]


def random_patient(draw: random.Random, name: str) -> Person:
    duration = draw.randint(0, 200) / 10
    found: Person = {
        "aa_type": draw.choice(["AM", "OA", "AT", "AU", "other"]),
        "sex": draw.choice("FM"),
        "age_years": draw.randint(5, 90),
        "duration_years": duration,
        "episode_years": draw.randint(0, round(10 * duration)) / 10,
        **{flag: draw.choice("01") for flag in FLAGS},
        "drug": draw.choice(["baricitinib", "ritlecitinib"]),
        "dose_mg": draw.choice([2, 2.5, 4, 10]),
        "site": draw.choice(SITES),
    }
    return {"patient_id": name, **{key: None if draw.random() < 0.12 else value for key, value in found.items()}}


def random_visits(draw: random.Random) -> Visits:
    months = sorted({0, *(draw.randint(1, 150) for _ in range(draw.randint(0, 9)))} - ({0} if draw.random() < 0.15 else set()))
    scores = [0, 0.5, 5, 10, 20, 20.1, 40, 49.9, 50, 80, 94.9, 95, 100]
    return [
        {
            "month": month / 10,
            "salt": None if draw.random() < 0.12 else draw.choice(scores),
            "clinro_eyebrow": draw.choice([None, 0, 1, 2, 3, 3]),
            "clinro_eyelash": draw.choice([None, 0, 1, 2, 3, 3]),
        }
        for month in months
    ]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    draw = random.Random(20260801)
    people = [random_patient(draw, f"p{number:03}") for number in range(200)]
    visits = {one["patient_id"]: random_visits(draw) if draw.random() < 0.95 else [] for one in people}
    folder = tmp_path_factory.mktemp("random")
    write(folder / "patient.csv", people)
    write(folder / "visit.csv", [{"patient_id": name, **row} for name, rows in visits.items() for row in rows])
    where = Location(folder / "store")
    bring_in([folder], CATALOGUE, where)
    for one in people:
        derive(one, visits[one["patient_id"]])
    return Cohort(current_store(CATALOGUE, where), people, visits)


def derive(one: Person, visits: Visits) -> None:
    first = next((row for row in visits if row["month"] == 0), {})
    salt = first.get("salt")
    one["baseline_salt"] = salt
    one["baseline_salt_band"] = None if salt is None else band(salt)
    for part in ("eyebrow", "eyelash"):
        one[f"baseline_clinro_{part}"] = first.get(f"clinro_{part}")


def outcome_of(visits: Visits, asked: Endpoint, month: int, window: float) -> Outcome:
    """Nearest value within the window, of two equally near the earlier; else the last at or before the month."""
    scored = [(row["month"], row[asked.measure]) for row in visits if row[asked.measure] is not None]
    start = next((value for at, value in scored if at == 0), None)
    if not evaluable(asked, start):
        return Outcome.NOT_EVALUABLE
    near = [(round(abs(at - month), 4), at, value) for at, value in scored if at > 0 and round(abs(at - month), 4) <= window]
    if near:
        return Outcome.RESPONSE if responds(asked, start, min(near)[2]) else Outcome.NO_RESPONSE
    before = [(at, value) for at, value in scored if at <= month]
    if not before:
        return Outcome.MISSING
    return Outcome.CARRIED_RESPONSE if responds(asked, start, max(before)[1]) else Outcome.CARRIED_NO_RESPONSE


def evaluable(asked: Endpoint, start: float | None) -> bool:
    if not asked.needs_baseline:
        return True
    if start is None or start < (asked.baseline_at_least or 0):
        return False
    return asked.reduction_percent is None or start > 0


def responds(asked: Endpoint, start: Any, value: float) -> bool:
    """In whole tenths, so that nothing is rounded."""
    now, then = round(10 * value), round(10 * (start or 0))
    return (
        (asked.at_most is None or value <= asked.at_most)
        and (asked.reduction_percent is None or 100 * (then - now) >= asked.reduction_percent * then)
        and (asked.improvement is None or then - now >= 10 * asked.improvement)
    )


def group_of(one: Person, grouping: Grouping) -> str | int | None:
    value = one[grouping.variable]
    if value is None:
        return None
    if grouping.cuts:
        return sum(value > cut for cut in grouping.cuts)
    return stored(value)


def expected(cohort: Cohort, question: Question, by: tuple[Grouping, ...]) -> Counter[tuple[Any, ...]]:
    return Counter(
        (
            *(group_of(one, grouping) for grouping in by),
            outcome_of(cohort.visits[one["patient_id"]], question.endpoint, question.month, question.window),
        )
        for one in cohort.people
        if keeps(question.cohort, one)
    )


def choices(name: str) -> list[str]:
    listed = {"site": list(SITES), "dose_mg": ["2", "2.5", "4", "10", "7"], "drug": ["baricitinib", "ritlecitinib", "nobody's"]}
    variable = next(one for one in CATALOGUE.filterable if one.name == name)
    return listed.get(name) or [level.value for level in variable.choices]


@st.composite
def clauses(draw: st.DrawFn, name: str) -> Clause:
    variable = next(one for one in CATALOGUE.filterable if one.name == name)
    keep = draw(st.booleans())
    if not variable.numeric:
        values = tuple(draw(st.sets(st.sampled_from(choices(name)), min_size=0 if keep else 1, max_size=4)))
        return Clause(column=name, kind="in", values=values, keep_missing=keep)
    low, high = sorted(draw(st.tuples(*[st.sampled_from([0.0, 2.5, 5, 10.1, 20, 35, 50, 94.9, 95, 100])] * 2)))
    ends: list[tuple[float | None, float | None]] = [(low, high), (low, None), (None, high)]
    one, other = draw(st.sampled_from(ends))
    return Clause(column=name, kind="range", low=one, high=other, keep_missing=keep)


@st.composite
def filters(draw: st.DrawFn) -> CohortFilter:
    names = draw(st.sets(st.sampled_from([one.name for one in CATALOGUE.filterable]), max_size=3))
    return CohortFilter(tuple(draw(clauses(name)) for name in sorted(names)))


@st.composite
def groupings(draw: st.DrawFn) -> tuple[Grouping, ...]:
    chosen = draw(st.lists(st.sampled_from(groupable(CATALOGUE)), max_size=2, unique=True))
    cuts = st.sets(st.sampled_from([0.0, 2, 4, 10.1, 20, 40, 50, 95]), min_size=1, max_size=3).map(tuple)
    return tuple(Grouping(one.name, draw(cuts) if one.numeric else ()) for one in chosen)


endpoints = st.sampled_from([*CATALOGUE.endpoints, *(threshold_endpoint(CATALOGUE, at) for at in (0, 20.1, 37.5, 95))])
windows = st.sampled_from([0.0, 0.3, 0.5, 1.0, 1.5, 2.0])


@settings(max_examples=90)
@given(asked=filters(), by=groupings(), wanted=endpoints, month=st.sampled_from(MONTHS[1:]), window=windows)
def test_patterns_are_those_of_the_definitions(
    cohort: Cohort, asked: CohortFilter, by: tuple[Grouping, ...], wanted: Endpoint, month: int, window: float
) -> None:
    question = Question(asked, wanted, month, window)
    found = outcome_patterns(cohort.store, question, by)
    assert Counter({(*one.groups, one.outcome): one.n for one in found}) == expected(cohort, question, by)
    assert len({(one.groups, one.outcome) for one in found}) == len(found)


@pytest.mark.parametrize("wanted", CATALOGUE.endpoints, ids=lambda one: one.key)
def test_every_endpoint_is_counted_as_defined_at_every_month(cohort: Cohort, wanted: Endpoint) -> None:
    seen: Counter[Outcome] = Counter()
    for month in (1, 6, 9, 15):
        question = Question(CohortFilter(), wanted, month, 0.5)
        found = {one.outcome: one.n for one in outcome_patterns(cohort.store, question, ())}
        assert found == {key[0]: n for key, n in expected(cohort, question, ()).items()}
        seen.update(found)
    assert len(seen) >= 5  # the random cohort has patients for all that can happen


def test_months_are_those_nearest_to_a_visit(cohort: Cohort) -> None:
    tenths = {round(10 * row["month"]) for rows in cohort.visits.values() for row in rows}
    near = {month for month in range(20) if any(abs(10 * month - at) <= 5 for at in tenths)}
    assert set(cohort.store.version.months) == near


def test_a_month_without_visits_is_refused_with_those_there_are(cohort: Cohort) -> None:
    for month in (0, 24):
        with pytest.raises(RequestError, match=r"Months with visits: 1, 2, 3"):
            check_question(cohort.store, Question(CohortFilter(), threshold_endpoint(CATALOGUE, 20), month, 0.5))


VALUES = ("site", "Zentrum-77"), ("age", "31.0625"), ("cut", "3.1875"), ("window", "0.6875"), ("limit", "33.125")


def text_and_values(cohort: Cohort, site: str, age: float, cut: float, window: float, limit: float) -> tuple[str, set[object]]:
    asked = CohortFilter.from_query(f"site={site};age_years={age}..")
    question = Question(asked, threshold_endpoint(CATALOGUE, limit), 9, window)
    query = outcome_query(cohort.store, question, (Grouping("duration_years", (cut,)), Grouping("aa_type")))
    return query.sql, set(query.parameters.values())


def test_no_value_of_a_question_stands_in_the_text_of_its_query(cohort: Cohort) -> None:
    text, values = text_and_values(cohort, "Zentrum-77", 31.0625, 3.1875, 0.6875, 33.125)
    for _, value in VALUES:
        assert value not in text
        assert value in {str(one) for one in values}


@given(
    site=st.sampled_from(["a", "b'; DROP TABLE cohort; --", "c"]),
    age=st.integers(0, 1999).map(lambda n: n / 16),
    cut=st.integers(1, 99).map(lambda n: n / 16),
    window=windows,
    limit=st.integers(0, 1600).map(lambda n: n / 16),
)
def test_questions_of_one_shape_share_one_text_and_differ_in_their_values(
    cohort: Cohort, site: str, age: float, cut: float, window: float, limit: float
) -> None:
    first = text_and_values(cohort, "Zentrum-77", 31.0625, 3.1875, 0.6875, 33.125)
    text, values = text_and_values(cohort, site.replace(";", "%3B"), age, cut, window, limit)
    assert text == first[0]
    assert {site, age, cut, window, limit} <= values


def test_questions_of_another_shape_have_another_text(cohort: Cohort) -> None:
    wanted = endpoint(CATALOGUE, "salt20")
    queries = ["", "site=a", "site=a,missing", "site=missing", "site=a,b", "age_years=1..", "age_years=1..,missing"]
    texts = {outcome_query(cohort.store, Question(CohortFilter.from_query(one), wanted, 9, 0.5), ()).sql for one in queries}
    assert len(texts) == len(queries)
    assert len({outcome_query(cohort.store, Question(CohortFilter(), wanted, month, 0.5), ()).sql for month in (6, 9)}) == 2


def test_a_text_that_looks_like_code_is_only_a_value(cohort: Cohort) -> None:
    wanted = endpoint(CATALOGUE, "salt20")
    for site in ("' OR 1=1 --", "Centre 1') UNION SELECT 1 --", "$site_0"):
        asked = CohortFilter((Clause(column="site", kind="in", values=(site,)),))
        assert outcome_patterns(cohort.store, Question(asked, wanted, 9, 0.5), ()) == []
