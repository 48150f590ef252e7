"""Cells as clinics write them, read where they can mean one thing only.

A reader gives the plain text (digits with a decimal point, YYYY-MM-DD, 1 or 0, a level's value) and the rule it went by. What
could mean two things (`7/11/2022`), is no value (`>100`, `about 30`, a letter O for a zero) or is plain already is left as it
stands: the checks accept or refuse it. Full and half width are folded by Unicode's compatibility form (NFKC), and so are the
signs of eras; raised, lowered and circled figures are not.
"""

import re
import unicodedata

from core.domain.cells import Reading
from core.domain.events import MONTHS_A_YEAR
from core.domain.variable import Variable
from core.ingest.dates import date_of

_MISSING = "nd na n/a #n/a n.d. n.a. . - -- null unknown 不明 未測定 未実施 未検 未評価 欠測 記載なし"
MISSING = frozenset(_MISSING.split())
FOLDED = ("<wide>", "<narrow>", "<square>", "<noBreak>")
YES = frozenset(["yes", "y", "true", "はい", "あり", "有", "有り", "○", "〇"])
NO = frozenset(["no", "n", "false", "いいえ", "なし", "無", "無し", "×"])
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))
UNITS = {
    "years": ("歳", "才", "years", "year", "yrs", "yr", "y"),
    "weeks": ("weeks", "week", "wks", "wk", "w", "週"),
    "months": ("months", "month", "か月", "ヶ月", "カ月", "ヵ月", "m"),
}
ONGOING = frozenset(("継続中", "持続", "未回復", "ongoing", "continuing", "not resolved"))
BASELINE = frozenset(("baseline", "bl", "開始時", "ベースライン"))
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
LONGEST = 60  # letters; a longer cell is no number and no date

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_SPAN = re.compile(r"(?:(\d{1,3})年)?(\d{1,3})[かヶカヵケ]月", re.ASCII)
_YEARS = re.compile(r"(\d{1,3}(?:\.\d+)?)年", re.ASCII)  # 2015年 is a year of the calendar
_WEEK = re.compile(r"(?:week|wk|w)\s*(\d{1,3})", re.ASCII | re.IGNORECASE)


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
        return date_of(text.replace("ー", "-"))
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
    if (meant := _worded(variable, text)) is not None:
        return Reading(meant, f"{found!r} stands for {variable.label.lower()} {meant}")
    if variable.unit == "years" and (span := _span(text)):
        return span
    number = _NUMBER.match(text)
    unit = text[number.end() :].strip() if number else ""
    if number and unit and unit.lower() in UNITS.get(variable.unit, (variable.unit.lower(),)):
        return Reading(number[0], f"with its unit, {unit}")
    return None


def _worded(variable: Variable, text: str) -> str | None:
    """A whole number in words: the baseline as month or week 0, Week 12, and of a small number Grade 2, G2, Ⅱ."""
    if variable.name.startswith("month") and text.lower() in BASELINE:
        return "0"
    if variable.unit == "weeks":
        week = _WEEK.fullmatch(text)
        return week[1] if week else None
    return _labelled(variable, text) if variable.kind == "integer" else None


def _labelled(variable: Variable, text: str) -> str | None:
    """A small whole number behind the variable's name (Grade 2, G2) or in Roman figures (Ⅱ)."""
    figure = ROMAN.get(unicodedata.normalize("NFKC", text).upper())
    if figure:
        return figure
    name = variable.label.lower()
    found = re.fullmatch(rf"(?:{re.escape(name)}|{re.escape(name[:1])})\s*([0-9])", text.lower(), re.ASCII)
    return found[1] if found else None


def _span(text: str) -> Reading | None:
    """Years and months as years to three decimals, years + months / 12, at most 11 months beside years; 半年 is half a year."""
    if alone := _YEARS.fullmatch(text):
        return Reading(alone[1], "with its unit, 年")
    found = _SPAN.fullmatch(text)
    if text != "半年" and (not found or (found[1] and int(found[2]) >= MONTHS_A_YEAR)):
        return None
    years = int(found[1] or 0) + int(found[2]) / MONTHS_A_YEAR if found else 0.5
    plain = f"{years:.3f}".rstrip("0").rstrip(".")
    return Reading(plain, "a span of years and months, in years", scaled=True)


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
