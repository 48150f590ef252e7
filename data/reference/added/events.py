"""Adverse event table: one row for each flagged event, dated within the patient's follow-up."""

from dataclasses import dataclass

from added import creatinine
from added.draws import between, pick, stream
from added.patients import STOPPED_FOR_EVENT, follow_up
from added.source import Patient

LAB_MONTHS = (0, 1, 3, 6, 9)
EGFR, LIVER, LIPIDS = "eGFR decline", "Liver enzyme rise", "Hyperlipidaemia"
CATEGORY = {EGFR: "Renal", LIVER: "Hepatic", LIPIDS: "Metabolic", "Herpes simplex": "Infection", "Acne": "Skin"}
RELATED = {EGFR: 0.85, LIVER: 0.7, LIPIDS: 1.0, "Herpes simplex": 0.8, "Acne": 1.0}
FOUND_AT_VISIT = (EGFR, LIVER, LIPIDS)  # by a blood test, so the onset is the month of the test


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `end` is None while it goes on."""

    patient: Patient
    term: str
    grade: int
    onset: float
    end: float | None

    def lasts(self, month: float) -> bool:
        """Whether the event is present in that month."""
        return self.onset <= month and (self.end is None or month < self.end)


def events(patient: Patient) -> list[Event]:
    """The patient's flagged events."""
    highest = int(patient.given["ae_max_grade"])
    flagged = {EGFR: creatinine.grade(patient)} if patient.flag("ae_egfr") else {}
    if patient.flag("ae_liver"):
        flagged[LIVER] = highest
    if patient.given["ae_other"]:
        flagged[patient.given["ae_other"].capitalize()] = highest
    return [_event(patient, term, grade) for term, grade in flagged.items()]


def _event(patient: Patient, term: str, grade: int) -> Event:
    rng = stream(patient.patient_id, term)
    seen = follow_up(patient)
    if term not in FOUND_AT_VISIT:
        onset = round(between(rng, 0.3, 0.8 * seen), 1)
        return Event(patient, term, grade, onset, round(min(seen, onset + between(rng, 0.3, 1.5)), 1))
    tests = [month for month in LAB_MONTHS if 0 < month <= min(patient.last_month, 6)]
    onset = tests[-1] if patient.patient_id in STOPPED_FOR_EVENT else pick(rng, dict.fromkeys(tests, 1.0))
    later = [month for month in LAB_MONTHS if onset < month <= patient.last_month]
    over = bool(later) and (term != EGFR or rng.random() < 0.4)
    return Event(patient, term, grade, onset, later[-1] if over else None)


def event_rows(patients: list[Patient]) -> list[dict[str, str]]:
    """One row an event."""
    return [_row(event) for patient in patients for event in events(patient)]


def _row(event: Event) -> dict[str, str]:
    rng = stream(event.patient.patient_id, f"row-{event.term}")
    return {
        "patient_id": event.patient.patient_id,
        "term": event.term,
        "category": CATEGORY[event.term],
        "grade": str(event.grade),
        "ctcae_version": "5.0",
        "onset_month": f"{event.onset:g}",
        "end_month": "" if event.end is None else f"{event.end:g}",
        "serious": "0",
        "related": str(int(rng.random() < RELATED[event.term])),
        "action": _action(event, rng.random()),
    }


def _action(event: Event, luck: float) -> str:
    if event.patient.patient_id in STOPPED_FOR_EVENT:
        return "stopped"
    if event.term in (EGFR, LIVER) and (event.grade == 2 or luck < 0.15):
        return "interrupted" if event.term == LIVER else "dose_reduced"
    return "none"
