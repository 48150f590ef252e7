"""Two groups' adverse events in words: what is left once it is said at how many was looked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from core.analysis.events import adverse_events
from core.catalogue import current
from core.charts.event_pairs import event_volcano
from core.domain.estimates import Test
from core.domain.events import EventResult, EventSpec
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.store.cohort_store import CohortStore
from core.tables.events import pairs_table
from core.words.event_groups import notable, pair_caption, pair_finding, pair_words


@pytest.fixture
def lopsided(make_store: Callable[..., CohortStore]) -> EventResult:
    """Twenty men, of whom all but two have acne, and twenty women, of whom none has; one of each has a headache."""
    patients = [{"patient_id": f"p{at:02}", "sex": "F" if at < 20 else "M"} for at in range(40)]
    visits = [{"patient_id": one["patient_id"], "month": month, "salt": 50} for one in patients for month in (0, 6)]
    acne = [{"patient_id": f"p{at}", "term": "Acne", "grade": 1, "onset_month": 1} for at in range(22, 40)]
    headache = [{"patient_id": one, "term": "Headache", "grade": 1, "onset_month": 1} for one in ("p00", "p20")]
    store = make_store(patient=patients, visit=visits, adverse_event=[*acne, *headache])
    return adverse_events(store, CohortFilter(), EventSpec(by=Grouping("sex"), reference="F"))


def test_what_is_left_after_adjusting_is_named_with_how_many_were_looked_at(lopsided: EventResult) -> None:
    assert pair_finding(lopsided, "term", 1) == (
        "After Benjamini-Hochberg over 2 comparisons, of every term and group, below 0.05: Acne."
    )
    acne = next(row for row in lopsided.of("term") if row.term == "Acne").groups[1]
    assert pair_words(acne) == "+90.0 (+64.2 to +97.2)  p <0.001"  # Newcombe by hand in R from both Wilson limits


def test_every_row_has_counts_of_both_groups_and_the_test_by_name(lopsided: EventResult) -> None:
    table = pairs_table(lopsided, lopsided.rows, 1)
    headache = next(row for row in table if row["Event"] == "Headache")
    assert (headache["Male (n = 20)"], headache["Female (n = 20)"]) == ("1/20", "1/20")
    assert headache["Test"] == "Fisher's exact test"
    words = pair_caption(current(), lopsided, ("term", lopsided.rows, 1), date(2026, 8, 1))
    assert words.title == "Adverse events by term: Male against Female"
    assert "Newcombe hybrid score" in words.method


def test_none_at_all_is_nothing_to_compare(lopsided: EventResult, reference: CohortStore) -> None:
    result = adverse_events(reference, CohortFilter(), EventSpec(only=("severe",), by=Grouping("sex")))
    assert pair_finding(result, "term", 1) == "Nobody in any group had one of these, so nothing can be compared."


def test_a_p_too_small_to_be_held_is_small_and_not_one(make_store: Callable[..., CohortStore]) -> None:
    patients = [{"patient_id": f"p{at:02}", "sex": "F" if at < 20 else "M"} for at in range(40)]
    visits = [{"patient_id": one["patient_id"], "month": 0, "salt": 50} for one in patients]
    acne = [{"patient_id": f"p{at}", "term": "Acne", "grade": 1, "onset_month": 1} for at in range(22, 40)]
    store = make_store(patient=patients, visit=visits, adverse_event=acne)
    result = adverse_events(store, CohortFilter(), EventSpec(by=Grouping("sex"), reference="F"))
    nothing = Test(method="Pearson chi-square test", p=0.0)
    rows = tuple(
        replace(row, groups=(row.groups[0], replace(row.groups[1], test=nothing, adjusted_p=0.0)))
        if row.term == "Acne"
        else row
        for row in result.rows
    )
    result = replace(result, rows=rows)
    (acne_row,) = (row for row in rows if row.term == "Acne")
    assert notable(acne_row.groups[1])
    assert "below 0.05: Acne" in pair_finding(result, "term", 1)
    assert event_volcano(result, rows, 1, "").data[0].y[0] == 6  # the height of the smallest p drawn, one in a million
