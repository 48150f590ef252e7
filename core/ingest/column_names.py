"""What the name of a column says: which variable or laboratory test it holds, and at which month where it is of one visit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.catalogue import Catalogue
from core.domain.labs import spelling_key
from core.domain.times import DAYS_A_MONTH
from core.domain.variable import Variable
from core.ingest.cells import BASELINE, folded

_MARKS = re.compile(r"[\s_\-/:・.,']+")
_BRACKETS = re.compile(r"[(\[（［【].*?[)\]）］】]")
_UNIT = re.compile(r"(.*[^)\s])\s*(\([^()]*\))")
_MONTHS = r"(?:m|mo|mos|months?|か月|ヶ月|カ月|ヵ月|ケ月|ヵ月後|か月後|ヶ月後|カ月後|月目|月後)"
_WEEKS = r"(?:w|wk|wks|weeks?|週|週目|週後)"
_BEFORE = ("治療前", "投与前", "開始前", r"(?<=[\s_\-])(?:前|base)", "pre")
_AT = re.compile(
    rf"(?P<stem>.*?)[\s_\-/:・(]*(?:(?P<m1>\d{{1,3}}(?:\.\d+)?)\s*{_MONTHS}|(?P<w1>\d{{1,3}})\s*{_WEEKS}"
    rf"|(?:month|mo|m)[\s_]*(?P<m2>\d{{1,3}})|(?:week|wk|w)[\s_]*(?P<w2>\d{{1,3}})|(?P<base>{{base}}))\)?".replace(
        "{base}",
        "|".join([*sorted(BASELINE, key=len, reverse=True), *_BEFORE]),
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class At:
    """A column that holds something at a visit: what it is called without the visit, the month, and the week if named."""

    stem: str
    month: str
    week: str = ""


@dataclass(frozen=True, slots=True)
class LabColumn:
    """A column of values of one laboratory test, and their unit where the column's name has it."""

    test: str
    unit: str
    column: str


def name_key(name: str) -> str:
    """A name as it is compared: without case, width, spaces and marks."""
    return _MARKS.sub("", folded(name)).lower()


def keys_of(name: str) -> tuple[str, ...]:
    """The name as it stands, and without what stands in brackets: 年齢(歳) is 年齢."""
    return tuple(dict.fromkeys(key for key in (name_key(name), name_key(_BRACKETS.sub("", folded(name)))) if key))


def variable_called(name: str, variables: Iterable[Variable]) -> Variable | None:
    """The variable of that name, by its own name first, then by its label or another name."""
    listed = list(variables)
    for key in keys_of(name):
        own = next((one for one in listed if key == name_key(one.name)), None)
        found = own or next((one for one in listed if key in {name_key(word) for word in (one.label, *one.also)}), None)
        if found:
            return found
    return None


def _before_unit(name: str) -> At | None:
    """The visit of a name whose unit stands last: ALT_3M (U/L)."""
    ending = _UNIT.fullmatch(name)
    at = at_visit(ending[1]) if ending else None
    return At(f"{at.stem} {ending[2]}", at.month, at.week) if at and ending and at.stem else None


def at_visit(name: str) -> At | None:
    """What a name says of its visit; None where it names none. The whole name must be read: SALT_6M_note is a note.

    Weeks become months as weeks * 7 / 30.4375, to two decimals: week 12 is month 2.76.
    """
    plain = folded(name).strip()
    found = _AT.fullmatch(plain)
    if not found:
        return _before_unit(plain)
    stem = found["stem"].strip(" _-/:・(")
    if found["base"]:
        return At(stem, "0")
    if week := found["w1"] or found["w2"]:
        return At(stem, f"{int(week) * 7 / DAYS_A_MONTH:.2f}".rstrip("0").rstrip(".") or "0", str(int(week)))
    return At(stem, f"{float(found['m1'] or found['m2']):g}")


def lab_column(catalogue: Catalogue, name: str, column: str) -> LabColumn | None:
    """The test that a column is named as, with its unit in brackets where there is one: ALT (U/L)."""
    bare, _, behind = name.partition("(") if "(" in name else name.partition("（")
    for test in catalogue.lab_tests:
        spellings = {spelling_key(one) for one in (test.key, test.label, *test.spellings)}
        if not test.made_from and spelling_key(bare.strip()) in spellings:
            return LabColumn(test.label, behind.strip(" )）"), column)
    return None
