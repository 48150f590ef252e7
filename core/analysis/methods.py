"""The check that a method asked for is one there is."""

from collections.abc import Iterable

from core.domain.errors import RequestError


def check_method(chosen: str, known: Iterable[str]) -> None:
    """Raises RequestError listing the methods there are where this is none of them."""
    if chosen not in known:
        raise RequestError(f"There is no method {chosen!r}. Choose one of: {', '.join(known)}.")
