"""Texts of files that do not say what they are written in: SAS transport files, and Stata files up to version 13.

Their reader takes them for the Western Windows code page, which makes signs without sense of Japanese, or drops what it
cannot convert, without a word. So the bytes are taken as they are and decoded here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.domain.problems import Problem
from core.ingest.findings import refused, warning

BYTES = "ISO-8859-1"  # in which every byte is one character, so that nothing is lost
NAMES = {
    "utf-8": "UTF-8",
    "cp932": "the Shift JIS of Windows (cp932)",
    "cp1252": "the Western letters of Windows (cp1252)",
}
RELEASES_IN_UTF8 = 118  # of the Stata format, from here on
_RELEASE = re.compile(rb"<stata_dta><header><release>(\d{3})</release>")
_NO_TEXT = re.compile("[\x80\xa0\ue000-\uf8ff]")  # bytes to which cp932 gives no character of its own


@dataclass(frozen=True, slots=True)
class Encoding:
    """What texts are written in, found by trying all of them; `example` is the first that shows it."""

    name: str
    example: str | None = None

    def text(self, taken: str) -> str:
        """A text as it was meant, from its bytes."""
        return taken if taken.isascii() else taken.encode(BYTES).decode(self.name)

    def told(self, path: Path) -> tuple[Problem, ...]:
        """The warning that the encoding was found by trying, but for UTF-8, which nothing else looks like."""
        if self.example is None or self.name == "utf-8":
            return ()
        remedy = "If letters look wrong, save it as CSV in UTF-8 and import that."
        return (warning(path.name, None, self.example, f"read as {NAMES[self.name]}", remedy),)


def is_undeclared(path: Path) -> bool:
    """True where a file does not say what its texts are written in."""
    ending = path.suffix.lower()
    if ending != ".dta":
        return ending == ".xpt"
    with path.open("rb") as content:
        release = _RELEASE.match(content.read(64))
    return release is None or int(release.group(1)) < RELEASES_IN_UTF8


def encoding_of(path: Path, taken: Iterable[str]) -> Encoding:
    """The first of UTF-8, cp932 and cp1252 that every text is in. Raises DataError where none is."""
    left, example = list(NAMES), None
    for text in taken:
        if not text.isascii():
            example = example or text
            left = [name for name in left if _is_in(text, name)]
    if not left:
        rule = f"neither in {', in '.join(NAMES.values())}"
        raise refused(path.name, rule, "Save it as CSV in UTF-8.")
    found = Encoding(left[0])
    return Encoding(left[0], found.text(example)) if example else found


def _is_in(text: str, name: str) -> bool:
    try:
        decoded = text.encode(BYTES).decode(name)
    except UnicodeDecodeError:
        return False
    return name != "cp932" or not _NO_TEXT.search(decoded)
