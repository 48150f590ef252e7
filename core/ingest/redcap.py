"""The data dictionary of a REDCap project: what each field is called, and what its codes mean.

Read in both forms that REDCap gives it: as it is downloaded ("Variable / Field Name") and as its interface for programs
gives it ("field_name").
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.domain.errors import DataError
from core.ingest.as_text import text_of
from core.ingest.findings import refused
from core.ingest.text_files import form_of

HEADERS = {
    "variable / field name": "field_name",
    "form name": "form_name",
    "field type": "field_type",
    "field label": "field_label",
    "choices, calculations, or slider labels": "select_choices_or_calculations",
    "text validation type or show slider number": "text_validation_type_or_show_slider_number",
    "identifier?": "identifier",
}
NEEDED = {"field_name", "field_type", "select_choices_or_calculations"}
CHOSEN = ("radio", "dropdown")
FIXED = {"yesno": (("1", "Yes"), ("0", "No")), "truefalse": (("1", "True"), ("0", "False"))}
CHECKBOX = "checkbox"
STATUS = (("0", "Incomplete"), ("1", "Unverified"), ("2", "Complete"))  # of the field that ends each form
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ODD = re.compile(r"[^a-z0-9]")
SAVE = "Download the data dictionary from REDCap once more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form. `choices` are codes with their labels; `validation` is what a text must be (date_ymd), or empty."""

    name: str
    label: str
    form: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    validation: str = ""
    identifier: bool = False


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The fields of a project in their order, with the one that REDCap adds to each form: <form>_complete."""

    fields: tuple[Field, ...]

    def labels(self) -> dict[str, str]:
        """The label of each field."""
        return {one.name: one.label for one in self.fields}

    def levels(self) -> dict[str, dict[str, str]]:
        """The label of each code, of each field with one answer of several."""
        return {one.name: dict(one.choices) for one in self.fields if one.choices and one.kind != CHECKBOX}

    def boxes(self) -> dict[str, dict[str, str]]:
        """The label of each code, of each field with any answers of several; in data a code is a column, see `box`."""
        return {one.name: dict(one.choices) for one in self.fields if one.choices and one.kind == CHECKBOX}

    def forms(self) -> dict[str, str]:
        """The form of each field, under its name, and under its label where no other field has that."""
        uses = Counter(self.labels().values())
        alone = {one.label: one.form for one in self.fields if one.label and uses[one.label] == 1}
        return alone | {one.name: one.form for one in self.fields}

    def identifiers(self) -> tuple[str, ...]:
        """The fields by which somebody can be known: names, dates of birth, telephone numbers."""
        return tuple(one.name for one in self.fields if one.identifier)


def box(field: str, code: str) -> str:
    """The column of an answer that may be ticked: gym___2, and gym____1 of the code -1."""
    return f"{field}___{_ODD.sub('_', code.lower())}"


def is_dictionary(path: Path) -> bool:
    """True where a file begins as a data dictionary does."""
    try:
        return set(_named(next(_lines(path), []))) >= NEEDED
    except DataError:
        return False


def read_dictionary(path: Path) -> Dictionary:
    """The fields that a data dictionary describes. Raises DataError where it is none, or describes a field twice."""
    lines = _lines(path)
    names = _named(next(lines, []))
    if not set(names) >= NEEDED:
        raise refused(path.name, "no data dictionary of REDCap", SAVE)
    rows = [dict(zip(names, line, strict=False)) for line in lines if any(line)]
    fields = tuple(_field(row) for row in rows if row.get("field_name", "").strip())
    name, n = next(iter(Counter(one.name for one in fields).most_common(1)), ("", 0))
    if n > 1:
        raise refused(path.name, f"the field {name} is described {n} times", SAVE)
    return Dictionary((*fields, *_statuses(fields)))


def _named(header: Sequence[str]) -> list[str]:
    names = (text_of(name).lower() for name in header)
    return [HEADERS.get(name, name) for name in names]


def _lines(path: Path) -> Iterator[list[str]]:
    form = form_of(path, lambda _: False)
    encoding = "utf-8-sig" if form.encoding == "utf-8" else form.encoding
    with path.open(encoding=encoding, newline="") as handle:
        try:
            yield from csv.reader(handle, delimiter=form.separator, strict=True)
        except csv.Error as error:
            raise refused(path.name, f"not readable as a table ({error})", SAVE) from error


def _field(row: Mapping[str, str]) -> Field:
    kind = row.get("field_type", "").strip().lower()
    return Field(
        name=row["field_name"].strip(),
        label=_plain(row.get("field_label", "")),
        form=row.get("form_name", "").strip(),
        kind=kind,
        choices=FIXED.get(kind) or (_choices(row) if kind in (*CHOSEN, CHECKBOX) else ()),
        validation=row.get("text_validation_type_or_show_slider_number", "").strip() if kind == "text" else "",
        identifier=row.get("identifier", "").strip().lower() == "y",
    )


def _choices(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The codes and labels of "1, Male | 2, Female"; a label may hold commas."""
    parts = (part.partition(",") for part in row.get("select_choices_or_calculations", "").split("|"))
    pairs = ((code.strip(), _plain(label)) for code, _, label in parts)
    return tuple((code, label) for code, label in pairs if code and label)


def _plain(text: str) -> str:
    """A label without the marks of its looks."""
    return text_of(_TAG.sub("", text))


def _statuses(fields: Sequence[Field]) -> Iterator[Field]:
    given = {one.name for one in fields}
    for form in dict.fromkeys(one.form for one in fields if one.form):
        if f"{form}_complete" not in given:
            yield Field(name=f"{form}_complete", label="Complete?", form=form, kind="dropdown", choices=STATUS)
