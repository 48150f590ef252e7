"""A result as text for a terminal."""

from collections.abc import Iterable

from core.domain.caption import Caption
from core.domain.provenance import Provenance
from core.words.numbers import count


def printed(words: Caption, source: Provenance, lines: Iterable[str], title: str = "") -> str:
    """Title, cohort, these lines, counts, method and data, a line each; where nobody is in view a sentence in place of numbers.

    `title` is in place of that of the caption.
    """
    head = [title or words.title, words.cohort]
    if not source.in_view:
        return "\n".join([*head, nobody_words(source), words.data])
    return "\n".join([*head, *lines, *filter(None, (words.counts, words.method)), words.data])


def nobody_words(source: Provenance) -> str:
    """What to say, and to do, where the filter keeps no patient."""
    return f"None of {count(source.patients, 'patient')} is in view, so there is nothing to count: widen the filter."
