"""What adverse events cannot be, seen beside the other rows of their patient."""

from collections.abc import Iterator

from core.domain.catalogue import Catalogue
from core.domain.events import FATAL
from core.store.rules import Rule
from core.store.stage import literal, staging

MINE = staging("adverse_event")
ONSET = f"try_cast({MINE}.onset_month AS DOUBLE)"
IS_FATAL = f"try_cast(d.grade AS DOUBLE) = {FATAL}"


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
    yield Rule(
        "onset_month",
        f"{ONSET} > ({stopped})",
        "begins after the patient stopped treatment",
        "Imported and counted; adds nothing to the time at risk. Check the month, or leave the event out.",
        "warning",
    )
    yield Rule(
        "onset_month",
        f"{ONSET} > ({_died(MINE)})",
        f"begins after an event of grade {FATAL} of the same patient",
        "Correct the month, or the grade of the other event.",
        "emptied",
    )
    yield Rule(
        "grade",
        f"try_cast({MINE}.grade AS DOUBLE) = {FATAL} AND coalesce(({stopped}) > {_end(MINE)}, ({stopped}) IS NULL)",
        "fatal, and the patient has no month of stopping by then",
        "Imported as it stands, and the time at risk runs on. Enter the month of death as the month of stopping.",
        "warning",
    )


def after_death_rule(table: str) -> Rule:
    """The rule about visits and laboratory values after a fatal event."""
    mine = staging(table)
    dead = f"{mine}.patient_id IN (SELECT d.patient_id FROM {MINE} d WHERE {IS_FATAL})"  # so that nobody else is looked up
    return Rule(
        "month",
        f"{dead} AND try_cast({mine}.month AS DOUBLE) > ({_died(mine)})",
        f"after an event of grade {FATAL} of the same patient",
        "Imported as it stands. Correct the month, or the grade or the month of the event.",
        "warning",
    )


def _died(mine: str) -> str:
    """When a patient died: the end of the fatal event, its onset where that is not known."""
    return f"SELECT min({_end('d')}) FROM {MINE} d WHERE d.patient_id = {mine}.patient_id AND {IS_FATAL}"


def _end(event: str) -> str:
    return f"coalesce(try_cast({event}.end_month AS DOUBLE), try_cast({event}.onset_month AS DOUBLE))"
