"""A table as HTML: every cell escaped, numbers in tabular figures, a repeated first cell written once."""

from collections.abc import Callable
from html import escape
from typing import Any

from core.domain.rows import Rows, headings, is_p, places
from core.words.numbers import NONE, p_value

SHORT = 26  # letters; a cell of no more stays on one line


def html_table(table: Rows, alt: str) -> str:
    """One `<table>` with a caption for screen readers; a column of numbers is set to the right, heading included."""
    columns = headings(table)
    digits = [places(name, [row[name] for row in table]) for name in columns[1:]]  # the first names the row
    numeric = [one is not None for one in digits]
    shows = [p_value if is_p(name) else _shown for name in columns[1:]]
    head = "".join(map(_heading, columns, [False, *numeric]))
    rows, before = [], None
    for row in table:
        first, *rest = row.values()
        cells = "".join(map(_cell, rest, numeric, shows))
        rows.append(_row(first, cells, repeated=first == before))
        before = first
    return (
        f"<div class='table-frame' tabindex='0' role='region' aria-label='{escape(alt, quote=True)}'><table class='whole'>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _heading(name: object, numeric: bool) -> str:
    """What follows a comma (`n = 86`, a unit) stays on one line."""
    kind = " class='number'" if numeric else ""
    first, *rest = escape(str(name)).split(", ")
    words = ", ".join([first, *(f"<span>{part}</span>" for part in rest)])
    return f"<th scope='col'{kind}>{words}</th>"


def _row(first: object, cells: str, *, repeated: bool) -> str:
    heading = "" if repeated else escape(_shown(first))
    kind = "repeated" if repeated else "first"
    return f"<tr class='{kind}'><th scope='row'>{heading}</th>{cells}</tr>"


def _cell(value: object, numeric: bool, show: Callable[[Any], str]) -> str:
    words = show(value) if numeric else _shown(value)
    kind = "number" if numeric else "short" if len(words) <= SHORT else "long"
    return f"<td class='{kind}'>{escape(words)}</td>"


def _shown(value: object) -> str:
    if value is None:
        return NONE
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−") if isinstance(value, float) else str(value)
