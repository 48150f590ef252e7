"""The event that a text names: any, a category, a term, or a set of special interest."""

from core.domain.errors import RequestError
from core.domain.events import EventResult, EventRow

MOST_NAMED = 20  # events that an error lists
ANY = "any"


def spelling(row: EventRow) -> str:
    """A row as a link spells it: `term:Skin:Acne`, `category:Skin:`, `any::`."""
    return f"{row.kind}:{row.category}:{row.term}"


def named_event(result: EventResult, text: str) -> EventRow:
    """The row spelled so, else the one named `any`, `Acne`, `category:Skin`, `special:Acne`, in large letters or small.

    Raises RequestError where the data know no such event, or several that the text does not tell apart.
    """
    asked = text.strip().casefold()
    exact = next((row for row in result.rows if spelling(row) == text.strip()), None)
    if exact is not None:
        return exact
    found = [row for row in result.rows if asked in {one.casefold() for one in _spellings(row)}]
    if not found:
        raise RequestError(f"There is no event {text!r}. Choose one of: {_known(result)}.")
    if len(found) > 1:
        raise RequestError(f"{text!r} is the name of several. Choose one of: {', '.join(spelling(row) for row in found)}.")
    return found[0]


def _name(row: EventRow) -> str:
    return row.term or row.category or ANY


def _spellings(row: EventRow) -> tuple[str, ...]:
    return (_name(row), f"{row.kind}:{_name(row)}", spelling(row))


def _known(result: EventResult) -> str:
    names = list(dict.fromkeys(_name(row) for row in result.rows))
    more = [f"and {len(names) - MOST_NAMED:,} more"] if len(names) > MOST_NAMED else []
    return ", ".join([*names[:MOST_NAMED], *more])
