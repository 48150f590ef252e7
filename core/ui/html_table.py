"""A table as HTML: every cell escaped, numbers in tabular figures, a repeated first cell written once."""

from collections.abc import Iterable
from html import escape

from core.domain.rows import Rows, headings
from core.words.numbers import NONE

SHORT = 26  # letters; a cell of no more stays on one line


def html_table(table: Rows, alt: str) -> str:
    """One `<table>` with a caption for screen readers."""
    head = "".join(f"<th scope='col'>{escape(str(name))}</th>" for name in headings(table))
    rows, before = [], None
    for row in table:
        first, *rest = row.values()
        rows.append(_row(first, rest, repeated=first == before))
        before = first
    return (
        f"<div class='table-frame' tabindex='0' role='region' aria-label='{escape(alt, quote=True)}'><table class='whole'>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(first: object, rest: Iterable[object], *, repeated: bool) -> str:
    heading = "" if repeated else escape(_shown(first))
    kind = "repeated" if repeated else "first"
    return f"<tr class='{kind}'><th scope='row'>{heading}</th>{''.join(_cell(value) for value in rest)}</tr>"


def _cell(value: object) -> str:
    words = _shown(value)
    kind = "number" if isinstance(value, int | float) else "short" if len(words) <= SHORT else "long"
    return f"<td class='{kind}'>{escape(words)}</td>"


def _shown(value: object) -> str:
    if value is None:
        return NONE
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−") if isinstance(value, float) else str(value)
