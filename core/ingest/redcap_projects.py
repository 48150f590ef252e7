"""Exports of REDCap projects with events or forms that repeat: several rows of one patient, each of one event or form.

The first column is the record, which is the patient. A form that repeats has rows of its own, in which nothing else is filled
in; so which columns are of which form is told from the rows, and from the dictionary for columns that nobody filled in yet.
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
    """The columns of an export: that of the record, that of the event if there is one, those of forms that do not repeat, and
    of each that does its own. No column is of two."""

    record: str
    event: str | None
    once: tuple[str, ...]
    repeating: tuple[tuple[str, ...], ...]


def is_project(columns: Sequence[str]) -> bool:
    """True for the columns of an export with events or forms that repeat; labelled ones stand right behind the record."""
    structure = (EVENT, INSTRUMENT, INSTANCE)
    return any(raw in columns[1:] for raw, _ in structure) or columns[1:2] in [(label,) for _, label in structure]


def project_of(source: SourceTable) -> Project:
    """The columns of an export by their forms."""
    record, *others = dict.fromkeys(source.columns)
    structure = {*EVENT, *INSTRUMENT, *INSTANCE}
    fields = [one for one in others if one and one not in structure]
    left, forms = dict.fromkeys(fields), []
    for filled in _filled(source, fields):
        of = dict(source.forms)
        mine = {of[one] for one in filled if one in of}
        forms.append(tuple(one for one in left if one in filled or of.get(one) in mine))
        left = dict.fromkeys(one for one in left if one not in forms[-1])
    event = next((one for one in EVENT if one in others), None)
    return Project(record, event, tuple(left), tuple(forms))


def _filled(source: SourceTable, fields: Sequence[str]) -> list[set[str]]:
    """The fields that are filled in in rows of each form that repeats."""
    instrument = next((one for one in INSTRUMENT if one in source.columns), None)
    if instrument is None:
        return []
    at = source.columns.index(instrument)
    places = {source.columns.index(one): one for one in fields if not _OF_RECORD.fullmatch(one)}
    unseen: dict[str, set[int]] = {}
    try:
        for _, cells in numbered_rows(source):
            form = cells[at].strip()
            if form and (form in unseen or len(unseen) < MOST_FORMS):
                empty = unseen.setdefault(form, set(places))
                empty -= {place for place in empty if cells[place].strip()}
    except (DataError, ValueError):  # what cannot be read is for whoever takes the table to say
        pass
    return [{one for place, one in places.items() if place not in empty} for empty in unseen.values()]


def without_own(source: SourceTable, columns: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """The columns without those that REDCap itself adds to the fields of a project, and one note of these."""
    own = [one for one in columns if _OWN.fullmatch(one) or one in (*EVENT, *INSTRUMENT, *INSTANCE)]
    if not own or not (source.forms or is_project(source.columns)):
        return list(columns), []
    rule = f"{len(own):,} columns that REDCap adds were not imported: {', '.join(dict.fromkeys(own))}"
    note = warning(source.file, None, None, rule, "Nothing needs to be done.")
    return [one for one in columns if one not in own], [replace(note, severity="note")]
