"""The words of a clinic, as its mapping says what they stand for."""

from core.domain.cells import CellReader, Reading
from core.domain.mapping import ImportMapping
from core.domain.variable import AS_EVENT, Variable
from core.ingest.cells import folded
from core.ingest.project_events import month_of

NOT_RECORDED = ""  # a word that the mapping gives no value


def with_values(read: CellReader, mapping: ImportMapping) -> CellReader:
    """A reader that goes by the mapping's words first; those of a time count for its events, too."""
    words = {name: {folded(found).strip().lower(): value for found, value in pairs} for name, pairs in mapping.values}

    def reader(variable: Variable, found: str) -> Reading | None:
        value = words.get(variable.name.removesuffix(AS_EVENT), {}).get(folded(found).strip().lower())
        if value is None:
            return month_of(found) if variable.kind == "event" else read(variable, found)
        return Reading(value or None, f"{found!r} stands for {value or 'not recorded'} in this clinic's mapping")

    return reader
