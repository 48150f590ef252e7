"""The cohort filter in the sidebar: one component, drawn from the catalogue, with the count of every choice.

It is one element instead of some forty widgets, so that a click redraws counts and bars without the page jumping. What comes
back from the browser is checked like everything from outside.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from core.catalogue.lookup import filter_variable
from core.domain.catalogue import Catalogue
from core.domain.errors import FilterError
from core.domain.facets import Facet, Facets
from core.domain.filters import Clause
from core.store.cohort_store import CohortStore
from core.ui import state
from core.words import panel as words

ASSETS = Path(__file__).parent / "assets"
KEY = "cohort_panel"
OPEN_AT_FIRST = 6  # variables shown unfolded
_component = st.components.v2.component(
    "cohort_panel",
    html="<div class='panel'></div>",
    css=(ASSETS / "panel.css").read_text(encoding="utf-8"),
    js=(ASSETS / "panel.js").read_text(encoding="utf-8"),
)


def show(store: CohortStore, facets: Facets) -> None:
    """Draws the panel; a change in it becomes the filter in force before the page runs again."""
    shown = [content(facets, state.can_undo())]  # of a bare mapping the framework asks pandas whether its values are tables
    _component(key=KEY, data=shown, on_change_change=lambda: _changed(store.catalogue))


def content(facets: Facets, can_undo: bool) -> dict[str, Any]:
    """Everything the panel draws, as plain values; all its words come from here."""
    shown = [facet for facet in facets.facets if facet.recorded or facet.clause]
    return {
        "inView": facets.in_view,
        "patients": facets.patients,
        "head": words.head(facets.in_view, facets.patients),
        "answers": _answered(),
        "canUndo": can_undo,
        "canReset": bool(facets.cohort.clauses),
        "words": words.BUTTONS,
        "facets": [_facet(facet, position < OPEN_AT_FIRST) for position, facet in enumerate(shown)],
    }


def _facet(facet: Facet, unfolded: bool) -> dict[str, Any]:
    clause, variable = facet.clause, facet.variable
    plain: dict[str, Any] = {
        "name": variable.name,
        "label": variable.label,
        "unit": variable.unit,
        "open": unfolded or clause is not None,
        "active": clause is not None,
        "missing": facet.missing,
        "missingTotal": facet.missing_total,
        "missingLabel": words.missing(facet),
        "keep": clause.keep_missing if clause else False,
        "numeric": variable.numeric,
    }
    if variable.numeric:
        return plain | _range(facet)
    chosen = clause.values if clause else ()
    plain["rows"] = [
        {"value": choice.level.value, "label": choice.level.label, "n": choice.n, "total": choice.total,
         "checked": choice.level.value in chosen}
        for choice in facet.choices
        if choice.total or choice.level.value in chosen
    ]  # fmt: skip
    return plain


def _range(facet: Facet) -> dict[str, Any]:
    clause, variable = facet.clause, facet.variable
    low, high = facet.span
    return {
        "min": low,
        "max": high,
        "step": variable.step,
        "low": low if clause is None or clause.low is None else clause.low,
        "high": high if clause is None or clause.high is None else clause.high,
        "bins": [list(one) for one in facet.bins],
        "binWidth": facet.bin_width,
    }


def _changed(catalogue: Catalogue) -> None:
    asked = st.session_state[KEY].change
    if not isinstance(asked, dict):
        return
    st.session_state[f"{KEY}_answered"] = asked.get("at")
    action = asked.get("action")
    if action == "reset":
        state.reset()
    elif action == "undo":
        state.undo()
    elif action == "clause":
        try:
            column = filter_variable(catalogue, str(asked.get("column"))).name
            state.change(catalogue, _clause(column, asked), column)
        except FilterError:
            return  # not something the panel sends; the filter stays as it is


def _answered() -> float:
    """When the browser sent the change that this content answers; older answers do not undo newer ticks."""
    asked = st.session_state.get(f"{KEY}_answered")
    return float(asked) if isinstance(asked, int | float) else 0.0


def _clause(column: str, asked: dict[str, Any]) -> Clause | None:
    keep = asked.get("keep") is True
    if "values" in asked:
        given = asked["values"] if isinstance(asked["values"], list) else []
        values = tuple(value for value in given if isinstance(value, str))
        return Clause(column=column, kind="in", values=values, keep_missing=keep) if values or keep else None
    low, high = _limit(asked.get("low")), _limit(asked.get("high"))
    if low is None and high is None:
        return None
    return Clause(column=column, kind="range", low=low, high=high, keep_missing=keep)


def _limit(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, float | int):
        return None
    return float(value) if abs(value) < 1e9 else None  # not-a-number compares false
