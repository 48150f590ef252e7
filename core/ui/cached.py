"""Results, computed once for a data version, a filter and a question; shared by all sessions.

Keys are texts made here; the objects themselves are passed with a leading underscore. No time limit: the version is in the key.

What a page asked at its last run is asked again for another filter before anything is drawn: what is drawn then reaches the
browser in one piece, which it draws in one go (measured: a click took 154 instead of 175 ms).
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from core.analysis.facets import facets
from core.catalogue import current
from core.domain.errors import CohortError
from core.domain.facets import Facets
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore, current_store
from core.store.distributions import few, patients_in_view

KEPT = 5000  # results
FOREHAND, SLOW = 0.05, 0.03  # seconds of all that is asked before the page is drawn, and of a question that waits for the page
_RUN = "questions_of_this_run"
Asked = ParamSpec("Asked")
Result = TypeVar("Result")


@dataclass(slots=True)
class _Run:
    """What one run of a page asks of the patients its filter keeps, in order, and how long each answer took to make."""

    page: str = ""
    where: str = ""
    questions: dict[tuple[str, str], tuple[Callable[..., Any], tuple[Any, ...], float]] = field(default_factory=dict)
    beforehand: dict[tuple[str, str], float] = field(default_factory=dict)


def as_last_time(page: str, source: CohortStore, cohort: CohortFilter) -> None:
    """Begins a run; where only the filter changed since the last one of this page, asks of the new cohort what was asked then.

    A question that fails is left to the page, which asks it again and says why; so are those that took long.
    """
    last: _Run = st.session_state.get(_RUN) or _Run()
    run = st.session_state[_RUN] = _Run(page, cohort.to_query())
    if last.page != page or last.where == run.where:
        return
    began = time.perf_counter()
    for analysis, asked, took in last.questions.values():
        if took > SLOW or time.perf_counter() - began > FOREHAND:
            break
        with suppress(CohortError):
            answer(analysis, source, cohort, *asked)
    run.beforehand = {key: took for key, (_, _, took) in run.questions.items()}
    run.questions.clear()


def store() -> CohortStore:
    """The store of the version in force, looked up at every run so that a new version shows at the next one."""
    return current_store(current())


def answer(
    analysis: Callable[Concatenate[CohortStore, CohortFilter, Asked], Result],
    source: CohortStore,
    cohort: CohortFilter,
    *asked: Asked.args,
    **named: Asked.kwargs,
) -> Result:
    """What an analysis gives of the patients a filter keeps, computed or kept; whoever asks names it, so that a page loads no
    other page's statistics."""
    if named:
        raise TypeError(f"Ask by place, not by name: {', '.join(named)} would not be part of the key.")
    name, where, question = f"{analysis.__module__}.{analysis.__qualname__}", cohort.to_query(), repr(asked)
    run: _Run | None = st.session_state.get(_RUN)
    noted = run.questions if run is not None and run.where == where else {}
    noted[name, question] = analysis, asked, 0.0
    began = time.perf_counter()
    found: Result = _kept((name, source.version.digest, where, question), partial(analysis, source, cohort, *asked))
    earlier = run.beforehand.get((name, question), 0.0) if run is not None else 0.0  # a kept answer comes at once
    noted[name, question] = analysis, asked, max(earlier, time.perf_counter() - began)
    return found


def cohort_facets(source: CohortStore, cohort: CohortFilter) -> Facets:
    """The filter panel's counts."""
    return answer(facets, source, cohort)


def in_view(source: CohortStore, cohort: CohortFilter) -> int:
    """How many patients the filter keeps: known from the panel's counts, unless those take long."""
    return cohort_facets(source, cohort).in_view if few(source) else answer(patients_in_view, source, cohort)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _kept(key: tuple[str, str, str, str], _compute: Callable[[], Any]) -> Any:
    return _compute()
