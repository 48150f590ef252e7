"""The words of the cohort filter panel."""

from core.domain.facets import Facet
from core.words.numbers import count

BUTTONS = {
    "undo": "Undo",
    "reset": "Reset all",
    "clear": "Reset",
    "title": "Cohort",
    "from": "from",
    "to": "to",
}


def head(in_view: int, patients: int) -> str:
    """`37 of 86 patients`."""
    return f"{in_view:,} of {count(patients, 'patient')}"


def missing(facet: Facet) -> str:
    """The choice that keeps those in whom the variable was not recorded."""
    return "Not recorded" if facet.variable.choice else "Keep not recorded"
