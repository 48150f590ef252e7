"""What adverse events, their kinds and the groups that had them are called."""

from core.domain.events import SEVERE, EventResult, EventRow, Which

UNGRADED = "Not graded"
NO_CATEGORY = "Not categorised"
ANY = "Any event"
WHICH: dict[Which, str] = {
    "severe": f"Grade {SEVERE} or more",
    "serious": "Serious",
    "related": "Related to the drug",
    "stopping": "Led to stopping",
}


def which_words(key: str) -> str:
    """`Serious`: a kind of event to keep."""
    return next(words for one, words in WHICH.items() if one == key)


def row_label(row: EventRow) -> str:
    """The event a row is about."""
    if row.kind == "any":
        return ANY
    return row.term if row.kind == "term" else category_label(row.category)


def by_words(kind: str) -> str:
    """`by term`, `by set of special interest`: what the rows of a chart are."""
    return {"special": "set of special interest"}.get(kind, kind)


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
