"""What the format of a cell shows of its number: a sign that multiplies by hundred, zeros in front, a month without a day."""

import re
from datetime import date

from core.ingest.as_text import text_of

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^]]*\]')
_PADDED = re.compile(r"(0{2,})(?:;.*)?")


def is_percentage(number_format: str) -> bool:
    """True where 0.8 is shown as 80%; a sign in quotation marks only stands beside the number."""
    return "%" in _LITERAL.sub("", number_format)


def as_shown(value: float, number_format: str) -> str:
    """A number as text, with the zeros in front that the format 00000 shows: they belong to an identifier."""
    padded = _PADDED.fullmatch(number_format)
    if padded and value >= 0 and value == int(value):
        return str(int(value)).zfill(len(padded.group(1)))
    return text_of(value)


def day_as_shown(day: date, number_format: str) -> str:
    """A date or date-time as text, cut to what its format shows: of 7/2022 a spreadsheet stores the first of the month, which
    nobody wrote."""
    shown = _LITERAL.sub("", number_format).lower()
    if "d" in shown or not ("y" in shown or "e" in shown):
        return text_of(day)
    return f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"
