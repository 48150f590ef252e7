"""Results, computed once for a data version, a filter and a question; shared by all sessions.

Keys are texts made here; the objects themselves are passed with a leading underscore. No time limit: the version is in the key.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from core.analysis.facets import facets
from core.catalogue import current
from core.domain.facets import Facets
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore, current_store
from core.store.distributions import patients_in_view

KEPT = 5000  # results
Asked = ParamSpec("Asked")
Result = TypeVar("Result")


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
    name = f"{analysis.__module__}.{analysis.__qualname__}"
    found: Result = _kept(name, source.version.digest, cohort.to_query(), repr(asked), analysis, source, cohort, asked)
    return found


def cohort_facets(source: CohortStore, cohort: CohortFilter) -> Facets:
    """The filter panel's counts."""
    return answer(_facets, source, cohort)


def in_view(source: CohortStore, cohort: CohortFilter) -> int:
    """How many patients the filter keeps."""
    return answer(patients_in_view, source, cohort)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _kept(
    name: str,
    version: str,
    where: str,
    question: str,
    _analysis: Callable[..., Any],
    _store: CohortStore,
    _cohort: CohortFilter,
    _asked: tuple[Any, ...],
) -> Any:
    return _analysis(_store, _cohort, *_asked)


def _facets(source: CohortStore, cohort: CohortFilter) -> Facets:
    return facets(source, cohort, in_view(source, cohort))
