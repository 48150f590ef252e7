"""What adverse events cannot be, seen beside the other rows of their patient."""

from core.domain.events import FATAL
from core.domain.problems import Severity
from core.store.stage import staging

MINE = staging("adverse_event")
ONSET = f"try_cast({MINE}.onset_month AS DOUBLE)"


def event_rules() -> list[tuple[str, str, str, str, Severity]]:
    """Column, SQL condition of a broken rule, rule, remedy and severity, as the other checks have them."""
    stopped = f"SELECT min(try_cast(stop_month AS DOUBLE)) FROM {staging('patient')} p WHERE p.patient_id = {MINE}.patient_id"
    died = (
        f"SELECT min(try_cast(d.onset_month AS DOUBLE)) FROM {MINE} d "
        f"WHERE d.patient_id = {MINE}.patient_id AND try_cast(d.grade AS DOUBLE) = {FATAL}"
    )
    return [
        (
            "onset_month",
            f"{ONSET} > ({stopped})",
            "begins after the patient stopped treatment",
            "Imported and counted; adds nothing to the time at risk. Check the month, or leave the event out.",
            "warning",
        ),
        (
            "onset_month",
            f"{ONSET} > ({died})",
            f"begins after an event of grade {FATAL} of the same patient",
            "Correct the month, or the grade of the other event.",
            "blocks",
        ),
    ]
