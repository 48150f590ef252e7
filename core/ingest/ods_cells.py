"""The cells of an OpenDocument spreadsheet as its XML has them: the text of one, and what keeps it from being what it shows."""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from core.ingest.as_text import text_of

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
SPACES = {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:\d+")
_CLOCK = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def kind_of(cell: Element) -> str:
    """What a cell holds: float, percentage, date, string ...; "error" and "formula" where no value can be taken from it."""
    kind = cell.get(f"{OFFICE}value-type", "")
    formula = cell.get(f"{TABLE}formula")
    if cell.get(f"{CALC}value-type") == "error" or (formula and _ERROR.fullmatch(shown(cell))):
        return "error"
    return "formula" if formula and not kind and not shown(cell) else kind


def number_of(cell: Element) -> float:
    """The stored number of a cell."""
    return float(cell.get(f"{OFFICE}value", ""))


def value_of(cell: Element, kind: str) -> str:
    """The text of a cell's stored value, which does not depend on how many digits are shown; without one, what is shown."""
    if kind in ("float", "currency"):
        return _padded(shown(cell), number_of(cell)) or text_of(number_of(cell))
    if kind == "date":
        return text_of(datetime.fromisoformat(cell.get(f"{OFFICE}date-value", "")))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value", "").upper()
    clock = _CLOCK.fullmatch(cell.get(f"{OFFICE}time-value", "")) if kind == "time" else None
    if clock:
        return ":".join(part.zfill(2) for part in clock.groups())
    return text_of(cell.get(f"{OFFICE}string-value")) or shown(cell)


def _padded(text: str, number: float) -> str:
    """What is shown, where that is the number with zeros in front, as of an identifier."""
    return text if text.startswith("0") and text.isascii() and text.isdigit() and int(text) == number else ""


def shown(cell: Element) -> str:
    """The text that a cell shows; comments stuck to it are not read."""
    return text_of(" ".join("".join(_words(part)) for part in cell if part.tag == f"{TEXT}p"))


def _words(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        yield " " if child.tag in SPACES else ""
        yield from _words(child)
        yield child.tail or ""
