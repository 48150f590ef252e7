"""The cohort filter of a session: what it is, how it changes, and the steps back."""

import streamlit as st

from core.catalogue.lookup import checked
from core.domain.catalogue import Catalogue
from core.domain.errors import FilterError
from core.domain.filters import Clause, CohortFilter
from core.ui import link

WHERE = "where"
_COHORT, _EARLIER, _EPOCH, _PROBLEM = "cohort", "cohort_earlier", "cohort_epoch", "cohort_problem"
STEPS_BACK = 50


def cohort(catalogue: Catalogue) -> tuple[CohortFilter, str]:
    """The filter in force, and in words what was wrong with the one in the link, if anything."""
    if st.session_state.get(_EPOCH) != link.epoch():
        st.session_state[_COHORT], st.session_state[_PROBLEM] = _asked(catalogue)
        st.session_state.setdefault(_EARLIER, [])
        st.session_state[_EPOCH] = link.epoch()
    current: CohortFilter = st.session_state[_COHORT]
    link.keep(WHERE, current.to_query())
    return current, st.session_state[_PROBLEM]


def _asked(catalogue: Catalogue) -> tuple[CohortFilter, str]:
    try:
        return checked(catalogue, CohortFilter.from_query(link.kept(WHERE) or "")), ""
    except FilterError as error:
        return CohortFilter(), f"The filter in this link was not used. {error}"


def change(catalogue: Catalogue, clause: Clause | None, column: str) -> None:
    """Sets or clears what is said about one variable. A clause that does not fit is not taken over."""
    current: CohortFilter = st.session_state[_COHORT]
    changed = current.without(column) if clause is None else current.having(clause)
    _replace(checked(catalogue, changed))


def reset() -> None:
    """Everyone in view again."""
    _replace(CohortFilter())


def undo() -> None:
    """One step back."""
    if st.session_state[_EARLIER]:
        st.session_state[_COHORT] = st.session_state[_EARLIER].pop()


def can_undo() -> bool:
    """True where there is a step back to take."""
    return bool(st.session_state.get(_EARLIER))


def _replace(changed: CohortFilter) -> None:
    CohortFilter.from_query(changed.to_query())  # refuses a filter that no link could carry
    current: CohortFilter = st.session_state[_COHORT]
    if changed != current:
        st.session_state[_EARLIER] = [*st.session_state[_EARLIER], current][-STEPS_BACK:]
        st.session_state[_COHORT], st.session_state[_PROBLEM] = changed, ""
