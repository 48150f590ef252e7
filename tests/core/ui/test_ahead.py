"""The panel's counts are asked for once a filter, and a failure is asked again."""

from typing import Any

import pytest

from core.analysis.facets import facets
from core.domain.errors import StoreUnreadable
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.ui import ahead

WOMEN = CohortFilter.from_query("sex=F")


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_asked", type(ahead._asked)())


def test_the_counts_are_those_of_the_analysis_and_asked_once(reference: CohortStore) -> None:
    first = ahead.counts(reference, WOMEN)
    assert first.result() == facets(reference, WOMEN)
    assert ahead.counts(reference, WOMEN) is first
    assert ahead.counts(reference, CohortFilter()) is not first


def test_a_failure_is_said_and_asked_again(reference: CohortStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise StoreUnreadable("gone")

    with monkeypatch.context() as patched:
        patched.setattr(ahead, "facets", fails)
        with pytest.raises(StoreUnreadable):
            ahead.counts(reference, WOMEN).result()
    assert ahead.counts(reference, WOMEN).result().in_view == 45


def test_the_oldest_filters_are_let_go(reference: CohortStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "KEPT", 2)
    for text in ("sex=F", "sex=M", "ivmp_history=1"):
        ahead.counts(reference, CohortFilter.from_query(text)).result()
    assert [where for _, where in ahead._asked] == ["sex=M", "ivmp_history=1"]
