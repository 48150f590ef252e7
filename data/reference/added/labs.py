"""Laboratory table: months 0, 1, 3, 6 and 9, in step with the adverse events."""

from dataclasses import dataclass

from added import blood
from added.creatinine import LIMITS, creatinine, egfr
from added.events import EGFR, LAB_MONTHS, LIPIDS, LIVER, Event, events
from added.source import Patient

Values = dict[str, float]
Limits = tuple[float, float | None]  # lower and upper; None where there is no limit


@dataclass(frozen=True, slots=True)
class Test:
    """How a test is written, and its limits by sex."""

    unit: str
    decimals: int
    women: Limits
    men: Limits

    def limits(self, patient: Patient) -> Limits:
        """The limits that hold for this patient."""
        return self.women if patient.female else self.men


ALT_LIMIT = {True: 23.0, False: 42.0}  # upper limit by whether the patient is a woman
TESTS = {
    "creatinine": Test("mg/dL", 2, LIMITS["F"], LIMITS["M"]),
    "eGFR": Test("mL/min/1.73m2", 1, (60, None), (60, None)),
    "ALT": Test("U/L", 0, (7, ALT_LIMIT[True]), (10, ALT_LIMIT[False])),
    "AST": Test("U/L", 0, (13, 30), (13, 30)),
    "GGT": Test("U/L", 0, (9, 32), (13, 64)),
    "CK": Test("U/L", 0, (41, 153), (59, 248)),
    "total cholesterol": Test("mg/dL", 0, (142, 248), (142, 248)),
    "LDL cholesterol": Test("mg/dL", 0, (65, 163), (65, 163)),
    "HDL cholesterol": Test("mg/dL", 0, (48, 103), (38, 90)),
    "triglycerides": Test("mg/dL", 0, (30, 150), (40, 150)),
    "WBC": Test("/uL", 0, (3300, 8600), (3300, 8600)),
    "neutrophils": Test("/uL", 0, (1500, 7000), (1500, 7000)),
    "lymphocytes": Test("/uL", 0, (1000, 4000), (1000, 4000)),
    "haemoglobin": Test("g/dL", 1, (11.6, 14.8), (13.7, 16.8)),
    "platelets": Test("10^3/uL", 0, (158, 348), (158, 348)),
}


def lab_rows(patients: list[Patient]) -> list[dict[str, str]]:
    """One row a test and visit."""
    return [
        _row(patient, month, test, value)
        for patient in patients
        for month in LAB_MONTHS
        if month in patient.salt
        for test, value in _values(patient, month, {event.term: event for event in events(patient)}).items()
    ]


def _values(patient: Patient, month: int, found: dict[str, Event]) -> Values:
    now = {term for term, event in found.items() if event.lasts(month)}
    level = creatinine(patient, month, declined=EGFR in now)
    liver = found[LIVER] if LIVER in now else None
    limit = ALT_LIMIT[patient.female]
    enzymes = blood.enzymes(patient, month, limit)
    if liver:
        enzymes |= blood.raised_enzymes(limit, liver.grade, fading=month > liver.onset)
    values = {"creatinine": level, "eGFR": egfr(level, patient.age, patient.female)} | enzymes
    values |= blood.lipids(patient, month, raised=LIPIDS in now) | blood.cells(patient, month)
    return {test: values[test] for test in TESTS}


def _row(patient: Patient, month: int, test: str, value: float) -> dict[str, str]:
    written = TESTS[test]
    low, high = written.limits(patient)
    return {
        "patient_id": patient.patient_id,
        "month": str(month),
        "test": test,
        "value": f"{value:.{written.decimals}f}",
        "unit": written.unit,
        "lower_limit": f"{low:g}",
        "upper_limit": "" if high is None else f"{high:g}",
    }
