"""An event is found by the name that the data, or a link, give it."""

from collections.abc import Callable

import pytest

from core.analysis.events import adverse_events
from core.analysis.named_event import named_event, spelling
from core.domain.errors import RequestError
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("any", "any::"),
        ("egfr decline", "term:Renal:eGFR decline"),
        ("Renal", "category:Renal:"),
        ("term:Acne", "term:Skin:Acne"),
        (" special:acne ", "special:Acne:"),
    ],
)
def test_a_name_in_large_letters_or_small_finds_its_row(text: str, spelled: str, reference: CohortStore) -> None:
    result = adverse_events(reference, CohortFilter(), EventSpec())
    assert spelling(named_event(result, text)) == spelled


def test_every_row_is_found_by_its_own_spelling(reference: CohortStore) -> None:
    result = adverse_events(reference, CohortFilter(), EventSpec())
    assert [named_event(result, spelling(row)) for row in result.rows] == list(result.rows)


def test_terms_that_differ_in_their_letters_alone_are_told_apart(make_store: Callable[..., CohortStore]) -> None:
    store = make_store(
        patient=[{"patient_id": "a"}],
        visit=[{"patient_id": "a", "month": 0, "salt": 80}],
        adverse_event=[{"patient_id": "a", "term": term, "category": "Skin"} for term in ("Acne", "acne", "Any")],
    )
    result = adverse_events(store, CohortFilter(), EventSpec())
    assert [named_event(result, spelling(row)) for row in result.rows] == list(result.rows)
    with pytest.raises(RequestError, match="term:Skin:Acne, term:Skin:acne"):
        named_event(result, "ACNE")


@pytest.mark.parametrize("text", ["gout", "", "category:Acne", "acne"])
def test_no_event_and_several_are_errors(text: str, reference: CohortStore) -> None:
    result = adverse_events(reference, CohortFilter(), EventSpec())
    with pytest.raises(RequestError, match="Choose one of"):
        named_event(result, text)
