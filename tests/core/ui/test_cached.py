"""What a page asked is asked of a new cohort before the page is drawn."""

import time

import pytest
import streamlit as st

from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.ui import cached

EVERYONE, WOMEN = CohortFilter(), CohortFilter.from_query("sex=F")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What `question` was asked since the test began: the filter and the question."""
    monkeypatch.setattr(cached, "FOREHAND", 60.0)
    monkeypatch.setattr(cached, "SLOW", 60.0)
    st.session_state.clear()
    st.cache_data.clear()
    HEARD.clear()
    return HEARD


HEARD: list[tuple[str, str]] = []


def question(store: CohortStore, cohort: CohortFilter, text: str) -> str:
    """An analysis that tells what it was asked; it refuses "wrong"."""
    HEARD.append((cohort.to_query(), text))
    if text == "slow":
        time.sleep(0.5)
    if text == "wrong":
        raise RequestError("Not that.")
    return text


def test_another_filter_on_the_same_page_is_asked_the_same_at_once(
    reference: CohortStore, asked: list[tuple[str, str]]
) -> None:
    cached.as_last_time("rates", reference, EVERYONE)
    cached.answer(question, reference, EVERYONE, "first")
    cached.answer(question, reference, EVERYONE, "second")
    cached.as_last_time("rates", reference, WOMEN)
    assert asked == [("", "first"), ("", "second"), ("sex=F", "first"), ("sex=F", "second")]
    cached.answer(question, reference, WOMEN, "second")  # the page asks less than before
    assert len(asked) == 4
    cached.as_last_time("rates", reference, CohortFilter.from_query("sex=M"))
    assert asked[4:] == [("sex=M", "second")]


def test_what_was_asked_of_everyone_is_not_asked_again(reference: CohortStore, asked: list[tuple[str, str]]) -> None:
    cached.as_last_time("rates", reference, WOMEN)
    cached.answer(question, reference, EVERYONE, "of everyone")
    cached.as_last_time("rates", reference, CohortFilter.from_query("sex=M"))
    assert asked == [("", "of everyone")]


def test_another_page_or_the_same_filter_is_asked_nothing(reference: CohortStore, asked: list[tuple[str, str]]) -> None:
    for page, cohort in (("rates", EVERYONE), ("rates", EVERYONE), ("events", WOMEN)):
        cached.as_last_time(page, reference, cohort)
        cached.answer(question, reference, EVERYONE, "first")
    assert asked == [("", "first")]


def test_a_question_that_fails_is_left_to_the_page(reference: CohortStore, asked: list[tuple[str, str]]) -> None:
    cached.as_last_time("rates", reference, EVERYONE)
    with pytest.raises(RequestError):
        cached.answer(question, reference, EVERYONE, "wrong")
    cached.as_last_time("rates", reference, WOMEN)
    with pytest.raises(RequestError):
        cached.answer(question, reference, WOMEN, "wrong")
    assert asked == [("", "wrong"), ("sex=F", "wrong"), ("sex=F", "wrong")]


def test_when_time_is_up_nothing_more_is_asked(
    reference: CohortStore, asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached.as_last_time("rates", reference, EVERYONE)
    for text in ("first", "after it"):
        cached.answer(question, reference, EVERYONE, text)
    monkeypatch.setattr(cached, "FOREHAND", 0.0)
    cached.as_last_time("rates", reference, WOMEN)
    assert ("sex=F", "after it") not in asked


def test_a_question_that_took_long_is_left_to_the_page(
    reference: CohortStore, asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "SLOW", 0.4)
    cached.as_last_time("rates", reference, EVERYONE)
    for text in ("quick", "slow", "after it"):
        cached.answer(question, reference, EVERYONE, text)
    cached.as_last_time("rates", reference, WOMEN)
    assert asked[3:] == [("sex=F", "quick")]


def test_a_question_answered_beforehand_still_took_as_long_as_it_did(
    reference: CohortStore, asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached.as_last_time("rates", reference, EVERYONE)
    cached.answer(question, reference, EVERYONE, "slow")
    cached.as_last_time("rates", reference, WOMEN)
    cached.answer(question, reference, WOMEN, "slow")  # kept by now, so it comes at once
    monkeypatch.setattr(cached, "SLOW", 0.4)
    cached.as_last_time("rates", reference, CohortFilter.from_query("sex=M"))
    assert ("sex=M", "slow") not in asked
