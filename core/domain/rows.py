"""A table as it is handed on: one mapping a row from heading to cell; what does not exist is None."""

from collections.abc import Iterable, Mapping, Sequence

Row = Mapping[str, object]
Rows = Sequence[Row]
PLACES = {"p": 4, "ratio": 3, "": 1}  # decimal places, by what a heading speaks of


def headings(rows: Rows) -> list[str]:
    """The headings, in order; none for an empty table."""
    return list(rows[0]) if rows else []


def is_p(heading: str) -> bool:
    """Does a column of this heading hold p-values?"""
    return heading == "p" or heading.startswith("p,")


def places(heading: str, cells: Iterable[object]) -> int | None:
    """Decimal places a column is read with: 0 where every number is whole, None where it holds words."""
    numbers = [cell for cell in cells if cell is not None]
    if not numbers or not all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in numbers):
        return None
    if all(isinstance(cell, int) for cell in numbers):
        return 0
    kind = "p" if is_p(heading) else "ratio" if "ratio" in heading else ""
    return PLACES[kind]
