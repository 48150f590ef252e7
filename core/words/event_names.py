"""What adverse events, their kinds and the groups that had them are called."""

from collections.abc import Iterable

from core.domain.events import SEVERE, EventResult, EventRow, Which

UNGRADED = "Not graded"
NO_CATEGORY = "Not categorised"
ANY = "Any event"
SEARCHED = 60  # letters that are quoted
WHICH: dict[Which, str] = {
    "severe": f"Grade {SEVERE} or more",
    "serious": "Serious",
    "related": "Related to the drug",
    "stopping": "Led to stopping",
}


def which_words(key: str) -> str:
    """`Serious`: a kind of event to keep."""
    return next(words for one, words in WHICH.items() if one == key)


def only_words(only: Iterable[Which]) -> list[str]:
    """`serious`, `led to stopping`: what every event counted is, within a sentence."""
    return [WHICH[one].lower() for one in only]


def in_brackets(only: Iterable[Which]) -> str:
    """` (serious, led to stopping)` behind what is counted; nothing where every event is."""
    words = only_words(only)
    return f" ({', '.join(words)})" if words else ""


def row_label(row: EventRow) -> str:
    """The event a row is about."""
    if row.kind == "any":
        return ANY
    return row.term if row.kind == "term" else category_label(row.category)


def by_words(kind: str) -> str:
    """`by term`, `by set of special interest`: what the rows of a chart are."""
    return {"special": "set of special interest"}.get(kind, kind)


def nothing_like(kind: str, searched: str) -> str:
    """`No term with an event here has 'zzz' in it.`"""
    return f"No {by_words(kind)} with an event here has {searched[:SEARCHED]!r} in it."


def grade_words(grade: int | None) -> str:
    """`Grade 2`."""
    return UNGRADED if grade is None else f"Grade {grade}"


def worst_words(label: str, grade: int | None, patients: int) -> str:
    """`Acne, worst grade 2: 3`: the part of a bar with how many patients it stands for."""
    return f"{label}, {UNGRADED.lower() if grade is None else f'worst grade {grade}'}: {patients:,}"


def category_label(category: str) -> str:
    """The category as the data name it."""
    return category or NO_CATEGORY


def counted(result: EventResult) -> str:
    """`adverse events`, `serious adverse events of grade 3 or more`: which events count."""
    only = result.spec.only
    before = [word for key, word in (("serious", "serious"), ("related", "related")) if key in only]
    after = [f"of grade {SEVERE} or more"] if "severe" in only else []
    after += ["that led to stopping"] if "stopping" in only else []
    return " ".join([*before, "adverse events", *after])


def first_label(row: EventRow) -> str:
    """A row where one of all kinds is chosen: `Category: Skin`, `Acne`, `Of interest: Acne`."""
    before = {"category": "Category: ", "special": "Of interest: "}.get(row.kind, "")
    return f"{before}{row_label(row)}"
