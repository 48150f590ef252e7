"""What adverse events cannot be, seen beside the other rows of their patient."""

from collections.abc import Iterator

from core.domain.catalogue import Catalogue
from core.domain.events import FATAL
from core.store.rules import Rule
from core.store.stage import literal, staging

MINE = staging("adverse_event")
ONSET = f"try_cast({MINE}.onset_month AS DOUBLE)"


def event_rules(catalogue: Catalogue) -> Iterator[Rule]:
    """The rules about events that see the patient's end of treatment and other events, and names that others use more."""
    for usual, *others in catalogue.event_names:
        written = ", ".join(literal(one.lower()) for one in others)
        yield Rule(
            "term",
            f"lower(term) IN ({written})",
            f"for a reader the same as {usual}",
            "Imported as it is written, and counted on its own. Write one name for one kind of event.",
            "warning",
        )
    stopped = f"SELECT min(try_cast(stop_month AS DOUBLE)) FROM {staging('patient')} p WHERE p.patient_id = {MINE}.patient_id"
    died = (
        f"SELECT min(try_cast(d.onset_month AS DOUBLE)) FROM {MINE} d "
        f"WHERE d.patient_id = {MINE}.patient_id AND try_cast(d.grade AS DOUBLE) = {FATAL}"
    )
    yield Rule(
        "onset_month",
        f"{ONSET} > ({stopped})",
        "begins after the patient stopped treatment",
        "Imported and counted; adds nothing to the time at risk. Check the month, or leave the event out.",
        "warning",
    )
    yield Rule(
        "onset_month",
        f"{ONSET} > ({died})",
        f"begins after an event of grade {FATAL} of the same patient",
        "Correct the month, or the grade of the other event.",
        "emptied",
    )
