"""Days as clinics write them, read where they can mean one day only: Japanese eras, certain orders, days with a time."""

import re
from datetime import date, time, timedelta

from core.domain.cells import Reading

ERAS = {  # first and last day; the first day's year is year 1
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}
YEARS = range(1900, 2100)
SERIAL_ZERO, SERIALS = date(1899, 12, 30), range(20_000, 80_000)  # 1954 to 2119; smaller numbers are likelier a year or an age
_ERA = re.compile(r"(令和|平成|昭和|[RHS])(\d{1,2}|元)[年./-](\d{1,2})[月./-](\d{1,2})日?", re.ASCII | re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_SERIAL = re.compile(r"[1-9](?!0[1-9]|1[0-2])\d{4}", re.ASCII)  # not one that a lost zero makes a date: 40711
_CLOSED = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def date_of(text: str) -> Reading | None:
    """The day, as YYYY-MM-DD, that a text in usual width stands for; None where it is none, or could be two."""
    if era := _ERA.fullmatch(text):
        return _of_era(era)
    if year_first := _YEAR_FIRST.fullmatch(text):
        return _day(year_first[1], year_first[2], year_first[3], "year, month, day")
    if closed := _CLOSED.fullmatch(text):
        return _day(closed[1], closed[2], closed[3], "year, month, day without a mark between")
    if moment := _MOMENT.fullmatch(text):
        return _of_moment(moment)
    if year_last := _YEAR_LAST.fullmatch(text):
        return _with_year_last(int(year_last[1]), int(year_last[2]), year_last[3])
    if _SERIAL.fullmatch(text) and int(text) in SERIALS:
        day = (SERIAL_ZERO + timedelta(days=int(text))).isoformat()
        return Reading(day, "a spreadsheet's number of days", look=True)
    return None


def _of_era(era: re.Match[str]) -> Reading | None:
    """A day of a Japanese era; one up to a year before it began or after it ended is still one day only, and is told."""
    first, last = ERAS[LETTERS.get(era[1].upper(), era[1])]
    year = 1 if era[2] == "元" else int(era[2])
    read = _day(str(first.year + year - 1), era[3], era[4], "year of an era")
    if year == 0 or not read or not read.text:
        return None
    day = date.fromisoformat(read.text)
    if day < first:
        return Reading(read.text, f"year of an era that began on {first.isoformat()} only", look=True)
    if day <= last:
        return read
    rule = f"year of an era that had ended on {last.isoformat()}"
    return Reading(read.text, rule, look=True) if day.year <= last.year + 1 else None


def _of_moment(moment: re.Match[str]) -> Reading | None:
    """The day of a moment; with a time zone only of a midnight there, for else it may be another day elsewhere."""
    try:
        at = time.fromisoformat(moment[4])
    except ValueError:
        return None
    zone = moment[5]
    if zone and (at != time.min or zone in ("Z", "+00:00", "-00:00", "+0000", "-0000")):
        return None
    return _day(moment[1], moment[2], moment[3], "a day with a time, which is left out")


def _with_year_last(first: int, second: int, year: str) -> Reading | None:
    """Read only where one of the two numbers cannot be a month, or both are the same."""
    if first > 12 or first == second:
        return _day(year, str(second), str(first), "day, month, year: the only way it can be read", look=True)
    rule = "month, day, year: the only way it can be read"
    return _day(year, str(first), str(second), rule, look=True) if second > 12 else None


def _day(year: str, month: str, day: str, rule: str, *, look: bool = False) -> Reading | None:
    if int(year) not in YEARS:
        return None
    try:
        return Reading(date(int(year), int(month), int(day)).isoformat(), f"a date written as {rule}", look)
    except ValueError:
        return None
