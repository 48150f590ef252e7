"""Tables that can be sorted, and of which a row or a cell can be chosen, with the mouse or the keyboard."""

from typing import Any, Literal

import streamlit as st

from core.domain.rows import Rows, headings, places


def look(table: Rows, alt: str) -> dict[str, Any]:
    """How every table that can be sorted looks."""
    return {"hide_index": True, "width": "stretch", "column_config": _formats(table), "placeholder": "–", "alt": alt}


def chosen(table: Rows, alt: str, what: Literal["rows", "cells"], key: str) -> list[Any]:
    """Draws a table of which one row or cell can be chosen; gives the row, or the row and heading of the cell."""
    mode: Any = {"rows": "single-row", "cells": "single-cell"}[what]
    event = st.dataframe(list(table), **look(table, alt), on_select="rerun", selection_mode=mode, key=f"{key}_{what}")
    return list(event["selection"][what]) if isinstance(event, dict) else []


def _formats(table: Rows) -> dict[str, Any]:
    digits = {name: places(name, [row[name] for row in table]) for name in headings(table)}
    shown = {name: "localized" if n == 0 else f"%.{n}f" for name, n in digits.items() if n is not None}
    return {name: st.column_config.NumberColumn(format=form) for name, form in shown.items()}
