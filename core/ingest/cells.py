"""Cells as clinics write them, read where they can mean one thing only.

A reader gives the plain text (digits with a decimal point, YYYY-MM-DD, 1 or 0, a level's value) and the rule it went by. What
could mean two things (`7/11/2022`), is no value (`>100`, `about 30`, a letter O for a zero) or is plain already is left as it
stands: the checks accept or refuse it. Full and half width are folded by Unicode's compatibility form (NFKC), and so are the
signs of eras; raised, lowered and circled figures are not.
"""

import re
import unicodedata
from datetime import date, time, timedelta

from core.domain.cells import Reading
from core.domain.events import MONTHS_A_YEAR
from core.domain.variable import Variable

_MISSING = "nd na n/a #n/a n.d. n.a. . - -- null unknown 不明 未測定 未実施 未検 未評価 欠測 記載なし"
MISSING = frozenset(_MISSING.split())
FOLDED = ("<wide>", "<narrow>", "<square>", "<noBreak>")
YES = frozenset(["yes", "y", "true", "はい", "あり", "有", "有り", "○", "〇"])
NO = frozenset(["no", "n", "false", "いいえ", "なし", "無", "無し", "×"])
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))
UNITS = {
    "years": ("歳", "才", "years", "year", "yrs", "yr", "y"),
    "months": ("months", "month", "か月", "ヶ月", "カ月", "ヵ月", "m"),
}
ONGOING = frozenset(("継続中", "持続", "未回復", "ongoing", "continuing", "not resolved"))
BASELINE = frozenset(("baseline", "bl", "開始時", "ベースライン"))
ERAS = {  # first and last day; the first day's year is year 1
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
YEARS = range(1900, 2100)
SERIAL_ZERO, SERIALS = date(1899, 12, 30), range(20_000, 80_000)  # 1954 to 2119; smaller numbers are likelier a year or an age
LONGEST = 60  # letters; a longer cell is no number and no date

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_SPAN = re.compile(r"(?:(\d{1,3})年)?(\d{1,3})[かヶカヵケ]月", re.ASCII)
_YEARS = re.compile(r"(\d{1,3}(?:\.\d+)?)年", re.ASCII)  # 2015年 is a year of the calendar
_ERA = re.compile(r"(令和|平成|昭和|[RHS])(\d{1,2}|元)[年./-](\d{1,2})[月./-](\d{1,2})日?", re.ASCII | re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_SERIAL = re.compile(r"[1-9](?!0[1-9]|1[0-2])\d{4}", re.ASCII)  # not one that a lost zero makes a date: 40711
_CLOSED = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def read_cell(variable: Variable, found: str) -> Reading | None:
    """What a cell of a variable stands for; None where it is left as it stands."""
    if variable.verbatim or len(found) > LONGEST:
        return None
    reading = _read(variable, found)
    return reading if reading and reading.text != found else None


def _read(variable: Variable, found: str) -> Reading | None:
    """What a cell stands for, be it in the plain form already."""
    text = folded(found).strip()
    if variable.kind == "identifier":
        return _identifier(found, text)
    if variable.levels and (level := _level(variable, text)):
        return level
    if text.translate(DASHES).lower() in MISSING:
        return Reading(None, f"{found!r} stands for not recorded", look=True)
    if variable.counted_to_its_end and text.lower() in ONGOING:
        return Reading(None, f"{found!r} stands for going on")
    if variable.kind == "date":
        return _date(text.replace("ー", "-"))
    if variable.kind == "flag":
        return _flag(text)
    return None if variable.kind == "category" else _number(variable, found, text.replace("−", "-"))


def folded(found: str) -> str:
    """The text in usual width; letters with a mark of their own are put together."""
    usual = (unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith(FOLDED) else c for c in found)
    return unicodedata.normalize("NFC", "".join(usual))


def _identifier(found: str, text: str) -> Reading | None:
    """An identifier in usual width, with the one hyphen there is on a keyboard; its letters stay as they are."""
    plain = text.translate(DASHES)
    return None if plain == found.strip() else Reading(plain, "an identifier in full width or with other dashes", look=True)


def _number(variable: Variable, found: str, text: str) -> Reading | None:
    if _NUMBER.fullmatch(text):
        return Reading(text, "with spaces" if text == found.strip() else "written in full width")
    if variable.name == "month" and text.lower() in BASELINE:
        return Reading("0", f"{found!r} stands for month 0")
    if variable.unit == "years" and (alone := _YEARS.fullmatch(text)):
        return Reading(alone[1], "with its unit, 年")
    if variable.unit == "years" and (years := _span(text)) is not None:
        return Reading(years, "a span of years and months, in years", scaled=True)
    number = _NUMBER.match(text)
    unit = text[number.end() :].strip() if number else ""
    if variable.kind == "integer" and (whole := _labelled(variable, text)):
        return Reading(whole, f"{found!r} stands for {whole}")
    if number and unit and unit.lower() in UNITS.get(variable.unit, (variable.unit.lower(),)):
        return Reading(number[0], f"with its unit, {unit}")
    return None


def _labelled(variable: Variable, text: str) -> str | None:
    """A small whole number behind the variable's name (Grade 2, G2) or in Roman figures (Ⅱ)."""
    figure = ROMAN.get(unicodedata.normalize("NFKC", text).upper())
    if figure:
        return figure
    name = variable.label.lower()
    found = re.fullmatch(rf"(?:{re.escape(name)}|{re.escape(name[:1])})\s*([0-9])", text.lower(), re.ASCII)
    return found[1] if found else None


def _span(text: str) -> str | None:
    """Years to three decimals: years + months / 12, at most 11 of them beside years; 半年 is half a year."""
    if text == "半年":
        return "0.5"
    found = _SPAN.fullmatch(text)
    if not found or (found[1] and int(found[2]) >= MONTHS_A_YEAR):
        return None
    return f"{int(found[1] or 0) + int(found[2]) / MONTHS_A_YEAR:.3f}".rstrip("0").rstrip(".")


def _flag(text: str) -> Reading | None:
    word = text.lower()
    if word in YES or word in NO:
        return Reading(str(int(word in YES)), f"{text!r} stands for {'yes' if word in YES else 'no'}")
    return Reading(word, "written in full width") if word in ("0", "1") else None


def _level(variable: Variable, text: str) -> Reading | None:
    """The level whose value or label is written so, whatever the case."""
    word = text.lower()
    meant = [level for level in variable.levels if word in {name.lower() for name in (level.value, level.label, *level.also)}]
    return Reading(meant[0].value, f"{text!r} stands for {meant[0].label}") if len(meant) == 1 else None


def _date(text: str) -> Reading | None:
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
