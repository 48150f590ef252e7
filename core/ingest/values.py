"""The words of a clinic, as its mapping says what they stand for."""

from core.domain.cells import CellReader, Reading
from core.domain.mapping import ImportMapping
from core.domain.variable import Variable
from core.ingest.cells import folded

NOT_RECORDED = ""  # a word that the mapping gives no value


def with_values(read: CellReader, mapping: ImportMapping) -> CellReader:
    """A reader that goes by the mapping's words first."""
    words = {name: {folded(found).strip().lower(): value for found, value in pairs} for name, pairs in mapping.values}

    def reader(variable: Variable, found: str) -> Reading | None:
        value = words.get(variable.name, {}).get(folded(found).strip().lower())
        if value is None:
            return read(variable, found)
        return Reading(value or None, f"{found!r} stands for {value or 'not recorded'} in this clinic's mapping")

    return reader
