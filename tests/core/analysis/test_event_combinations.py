"""Combinations of events: every patient counted once, in plain Python from the tables and in small cohorts."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.analysis.event_combinations import combinations
from core.catalogue import current
from core.charts.event_combinations import event_combinations
from core.domain.event_combinations import SHOWN, CombinationResult, CombinationSpec
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.stats.intervals import proportion
from core.store.cohort_store import CohortStore
from core.tables.event_combinations import combinations_table
from core.words.event_combinations import combinations_caption, kind_words, members_words
from tests.building import read

Make = Callable[..., CohortStore]
TODAY = date(2026, 8, 1)


def asked(store: CohortStore, where: str = "", **more: Any) -> CombinationResult:
    return combinations(store, CohortFilter.from_query(where), CombinationSpec(**more))


def cohort(make_store: Make, had: dict[str, tuple[str, ...]]) -> CohortStore:
    """Patients with these terms, each of the category that is its first letter; a term may be named twice."""
    return make_store(
        patient=[{"patient_id": one, "sex": "F"} for one in had],
        visit=[{"patient_id": one, "month": 0, "salt": 50} for one in had],
        adverse_event=[
            {"patient_id": one, "term": term, "category": term[0] if term != "Odd" else "", "grade": 1, "onset_month": 1}
            for one, terms in had.items()
            for term in terms
        ],
    )


@pytest.mark.parametrize("by", ["term", "category"])
@pytest.mark.parametrize("where", ["", "sex=F"])
def test_every_combination_is_that_of_the_tables(reference: CohortStore, where: str, by: str) -> None:
    kept = {one["patient_id"] for one in read("patient") if not where or one["sex"] == "F"}
    had: dict[str, set[str]] = defaultdict(set)
    for event in read("adverse_event"):
        if event["patient_id"] in kept:
            had[event["patient_id"]].add(event[by])
    expected = Counter(tuple(sorted(kinds)) for kinds in had.values())
    result = asked(reference, where, by=by)
    assert {one.members: one.patients for one in result.combinations} == expected
    assert (result.treated, result.had, result.found, result.others) == (len(kept), len(had), len(expected), 0)
    assert result.several == sum(len(kinds) > 1 for kinds in had.values())
    assert dict(result.kinds) == Counter(kind for kinds in had.values() for kind in kinds)
    assert all(one.rate == proportion(one.patients, len(kept), "clopper-pearson") for one in result.combinations)
    assert [one.patients for one in result.combinations] == sorted(expected.values(), reverse=True)


def test_a_patient_counts_once_in_the_column_of_all_that_was_had(make_store: Make) -> None:
    had = {"p0": ("Acne", "Boil", "Acne"), "p1": ("Boil", "Acne"), "p2": ("Acne",), "p3": ("Blister", "Boil"), "p4": ()}
    result = asked(cohort(make_store, had))
    assert [(one.members, one.patients) for one in result.combinations] == [
        (("Acne", "Boil"), 2),
        (("Acne",), 1),
        (("Blister", "Boil"), 1),
    ]
    assert result.kinds == (("Acne", 3), ("Boil", 3), ("Blister", 1))
    assert (result.treated, result.had, result.several) == (5, 4, 3)
    assert [members_words(result, one) for one in result.combinations] == ["Acne + Boil", "Acne alone", "Blister + Boil"]
    assert combinations_caption(current(), result, TODAY).note.startswith(
        "4 of 5 treated patients had at least one event, 3 more than one term. Most often together were Acne + Boil: "
        "2/5, 40.0% (5.3–85.3%)."
    )
    by_category = asked(cohort(make_store, had), by="category")
    assert [(one.members, one.patients) for one in by_category.combinations] == [(("A", "B"), 2), (("A",), 1), (("B",), 1)]


def test_what_has_no_category_is_a_kind_of_its_own(make_store: Make) -> None:
    result = asked(cohort(make_store, {"p0": ("Odd", "Acne")}), by="category")
    assert [kind_words(result, kind) for kind in result.kinds] == ["Not categorised (1)", "A (1)"]


def test_a_patient_with_events_of_no_set_is_in_no_combination_of_sets(make_store: Make) -> None:
    result = asked(cohort(make_store, {"p0": ("Herpes zoster", "Odd"), "p1": ("Odd",)}), by="special")
    assert result.had == 1
    assert result.combinations[0].members == ("Herpes zoster",)  # any infection holds it whole, and is no kind beside it
    assert "had an event of one of the sets" in combinations_caption(current(), result, TODAY).note


def test_the_rarer_combinations_are_said_and_counted(make_store: Make) -> None:
    had = {f"p{at:02d}": (f"T{at:02d}",) for at in range(SHOWN + 2)} | {"q": ("T00", "T01")}
    result = asked(cohort(make_store, had))
    assert (len(result.combinations), result.found, result.others) == (SHOWN, SHOWN + 3, 3)
    assert "3 rarer combinations of 3 patients not shown." in combinations_caption(current(), result, TODAY).note
    assert combinations_table(result)[-1]["Combination"] == "Other combinations (3)"
    assert sum(int(str(row["Patients"])) for row in combinations_table(result)) == result.had


def test_every_member_is_a_dot_and_every_other_kind_a_faint_one(make_store: Make) -> None:
    result = asked(cohort(make_store, {"p0": ("Acne", "Boil"), "p1": ("Acne",), "p2": ("Cough",)}))
    _, faint, _, dots = event_combinations(result, "").data
    members = {
        (x, y) for x, one in enumerate(result.combinations) for y, (kind, _) in enumerate(result.kinds) if kind in one.members
    }
    assert set(zip(dots.x, dots.y, strict=True)) == members
    assert len(faint.x) == len(result.combinations) * len(result.kinds) - len(members)


@pytest.mark.parametrize("where", ["age_years=119..", "aa_type=AM", ""])
@pytest.mark.parametrize("only", [(), ("severe",)])
@pytest.mark.parametrize("by", ["term", "category", "special"])
def test_every_result_is_plain_and_can_be_told(reference: CohortStore, where: str, only: tuple, by: str) -> None:
    result = asked(reference, where, only=only, by=by)
    plain(result)
    assert result.combinations or "had such an event." in combinations_caption(current(), result, TODAY).alt
