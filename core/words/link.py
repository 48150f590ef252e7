"""What a link asked for in vain, in words."""

from collections.abc import Sequence

from core.domain.link import Refusal
from core.words.cohort import listed

SWITCH = {True: "on", False: "off"}
LONGEST = 40  # letters of a text that came from outside


def refusal_words(refused: Sequence[Refusal]) -> str:
    """`The link asks for by=foo, which is not on offer here; shown instead: By AA type.`; "" where nothing was refused."""
    if not refused:
        return ""
    asked = listed([f"{one.name}={quoted(one.asked)}" for one in refused], "and")
    verb = "is" if len(refused) == 1 else "are"
    return f"The link asks for {asked}, which {verb} not on offer here; shown instead: {', '.join(map(_shown, refused))}."


def quoted(text: str) -> str:
    """A text from outside on one line: unprintable letters as spaces, a long text cut."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _shown(one: Refusal) -> str:
    return f"{one.label} {one.shown}"
