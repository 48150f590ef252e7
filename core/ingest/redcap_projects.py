"""Exports of REDCap projects with events or forms that repeat: several rows of one patient, each of one event or form.

The column before the event, or before the form, is the record, which is the patient. A form that repeats has rows of its own,
in which nothing else is filled in; so which columns are of which form is told from the rows, and from the dictionary for those
that nobody filled in yet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.errors import DataError
from core.domain.problems import Problem
from core.ingest.findings import warning
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows

EVENT = ("redcap_event_name", "Event Name")  # in raw exports, in labelled ones
INSTRUMENT = ("redcap_repeat_instrument", "Repeat Instrument")
INSTANCE = ("redcap_repeat_instance", "Repeat Instance")
MOST_FORMS = 200  # that repeat
_OF_RECORD = re.compile(r"redcap_\w+|Data Access Group")  # stands in rows of every form
_OWN = re.compile(r"redcap_(?!data_access_group)\w+|\w+_(?:complete|timestamp)|Complete\?|Survey (?:Identifier|Timestamp)")


@dataclass(frozen=True, slots=True)
class Project:
    """The columns of an export: of the record (empty where there is none), of the event if there is one, those of forms that do
    not repeat, and of each form that does its own. No column is of two."""

    record: str
    event: str | None
    once: tuple[str, ...]
    repeating: tuple[tuple[str, ...], ...]


def is_project(columns: Sequence[str]) -> bool:
    """True for the columns of an export with events or forms that repeat; labelled ones stand right behind the record."""
    structure = (EVENT, INSTRUMENT, INSTANCE)
    return any(raw in columns[1:] for raw, _ in structure) or any(label in columns[1:2] for _, label in structure)


def project_of(source: SourceTable, known: str | None = None) -> Project:
    """The columns of an export by their forms. `known` is a column whose name says that it holds the patients, if there is one.

    The record stands before the event; if it does not stand in every row, the columns are in another order, and it is `known`.
    """
    structure = {*EVENT, *INSTRUMENT, *INSTANCE}
    columns = list(dict.fromkeys(source.columns))
    first = next((at for at, one in enumerate(columns) if at and one in structure), 0)
    before = columns[first - 1] if first else ""
    filled = _filled(source)
    record = before if before and (known is None or before in filled.always) else known or ""
    left = dict.fromkeys(one for one in columns if one and one != record and one not in structure)
    of, forms = dict(source.forms), []
    for some in filled.by_form:
        mine = {of[one] for one in some if one in of and one in left}
        forms.append(tuple(one for one in left if one in some or of.get(one) in mine))
        left = dict.fromkeys(one for one in left if one not in forms[-1])
    return Project(record, next((one for one in EVENT if one in columns), None), tuple(left), tuple(forms))


@dataclass(frozen=True, slots=True)
class _Filled:
    """The columns in which something stands in every row, and those in which it does in rows of one repeating form alone."""

    always: set[str]
    by_form: list[set[str]]


def _filled(source: SourceTable) -> _Filled:
    places = {source.columns.index(one): one for one in source.columns}
    form_at = next((source.columns.index(one) for one in INSTRUMENT if one in source.columns), None)
    own = {at for at, one in places.items() if not _OF_RECORD.fullmatch(one)}
    always, never = set(places), dict[str, set[int]]()
    try:
        for _, cells in numbered_rows(source):
            always = {at for at in always if cells[at].strip()}
            form = cells[form_at].strip() if form_at is not None else ""
            if not form or form in never or len(never) < MOST_FORMS:
                never[form] = {at for at in never.get(form, own) if not cells[at].strip()}
    except (DataError, ValueError):  # what cannot be read is for whoever takes the table to say
        pass
    elsewhere = own - never.pop("", own)  # in rows of forms that do not repeat
    by_form = [{places[at] for at in own - empty - elsewhere} for empty in never.values()]
    return _Filled({places[at] for at in always}, by_form)


def without_own(source: SourceTable, columns: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """The columns without those that REDCap itself adds to the fields of a project, and one note of these."""
    own = [one for one in columns if _OWN.fullmatch(one) or one in (*EVENT, *INSTRUMENT, *INSTANCE)]
    if not own or not (source.forms or is_project(source.columns)):
        return list(columns), []
    rule = f"{len(own):,} columns that REDCap adds were not imported: {', '.join(dict.fromkeys(own))}"
    note = warning(source.file, None, None, rule, "Nothing needs to be done.")
    return [one for one in columns if one not in own], [replace(note, severity="note")]
