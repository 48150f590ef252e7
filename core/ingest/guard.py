"""What an import does for all of its files alike to keep patients unknown: pseudonyms, moved dates, a plain history."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.catalogue import Catalogue
from core.domain.identifiers import WITHHELD
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.domain.problems import Problem
from core.ingest.findings import warning
from core.ingest.identifying_names import RECORD, named_like
from core.ingest.source import SourceTable
from core.store.identities import ID
from core.store.pseudonyms import KEY, MOST_DAYS

START = "start_date"
PLACE = "[identifiers] in the mapping"
HASHED = "identifiers of patients are replaced by pseudonyms in every table"
SHIFTED = f"the dates of each patient are moved back by one number of days, 1 to {MOST_DAYS}; what is counted from them stays"
KEEP_KEY = f"Keep the file {KEY} in the folder of the store: with it every import gives the same."
REMOVE = "Versions published before keep what they have until they are removed."


def guarded(mapping: ImportMapping, *, hash_ids: bool, shift_dates: bool) -> ImportMapping:
    """The mapping, with pseudonyms for all patients and moved dates where asked for."""
    asked = dict(mapping.identifiers)
    if hash_ids:
        asked[ID] = "hash"
    if shift_dates:
        asked[START] = "shift"
    return replace(mapping, identifiers=tuple(asked.items()))


def with_pseudonyms(mapping: ImportMapping, suggested: Sequence[SourceMapping]) -> ImportMapping:
    """The mapping with pseudonyms where a suggestion takes record numbers for identifiers and nothing is said of these."""
    columns = {column for source in suggested for row in source.rows for name, column in row.columns if name == ID}
    records = [one for one in sorted(columns) if named_like(one) == RECORD and mapping.treatment_of(one, ID) is None]
    return replace(mapping, identifiers=(*mapping.identifiers, *((one, "hash") for one in records)))


def of_all(catalogue: Catalogue, sources: Sequence[SourceTable], mapping: ImportMapping) -> list[Problem]:
    """What is told of the treatment of identifiers as a whole, and of names in it that nothing has."""
    file = sources[0].file
    notes = [(HASHED, f"{KEEP_KEY} {REMOVE}")] if mapping.says("hash") else []
    notes += [(SHIFTED, f"{KEEP_KEY} {REMOVE}")] if mapping.says("shift") else []
    told = [replace(warning(file, None, None, rule, remedy), severity="note") for rule, remedy in notes]
    known = {column for source in sources for column in source.columns}
    known |= {form.name for table in catalogue.tables for variable in table for form in variable.forms}
    unknown = [name for name, _ in mapping.identifiers if name not in known]
    rule, remedy = "no column of these files is called so, and no variable", "Check how it is written."
    return [*told, *(warning(PLACE, None, name, rule, remedy) for name in unknown)]


def for_history(mapping: ImportMapping) -> ImportMapping:
    """The mapping as the history keeps it: without the identifiers that it may hold, where these are not to be known."""
    if not mapping.says("hash"):
        return mapping
    values = tuple(one for one in mapping.values if one[0] != ID)
    return replace(mapping, sources=tuple(_without_ids(one) for one in mapping.sources), values=values)


def _without_ids(source: SourceMapping) -> SourceMapping:
    return replace(source, rows=tuple(_row_without_ids(row) for row in source.rows))


def _row_without_ids(row: RowMapping) -> RowMapping:
    return replace(row, constants=tuple((name, WITHHELD if name == ID else text) for name, text in row.constants))
