"""Creatinine in mg/dL at every laboratory visit, and the eGFR it means: who stays, and how the 16 fall below 60."""

import math

from added.draws import between, clamp, normal, stream
from added.source import Patient

LIMITS = {"F": (0.46, 0.79), "M": (0.65, 1.07)}
STEP = 0.04  # early rise under baricitinib: 3.8 umol/L in its product information
EGFR_FLOOR = 60.0


def egfr(creatinine: float, age: int, female: bool) -> float:
    """mL/min/1.73 m2 by the Japanese equation (Matsuo 2009, DOI 10.1053/j.ajkd.2008.12.034).

    194 x creatinine^-1.094 x age^-0.287, x 0.739 for women.
    """
    return 194 * math.pow(creatinine, -1.094) * math.pow(age, -0.287) * (0.739 if female else 1)


def creatinine_at(patient: Patient, value: float) -> float:
    """The creatinine at which the patient's eGFR is `value`."""
    return float((egfr(1.0, patient.age, patient.female) / value) ** (1 / 1.094))


def baseline(patient: Patient) -> float:
    """Creatinine at month 0: so low that the early step alone keeps to the limits and the eGFR at 60 or more."""
    rng = stream(patient.patient_id, "creatinine")
    low, high = LIMITS[patient.given["sex"]]
    ceiling = min(high, creatinine_at(patient, 61)) - STEP - 0.03
    if patient.flag("ae_egfr"):
        return round(min(ceiling, raised(patient) / between(rng, 1.22, 1.32)), 2) if grade(patient) == 1 else 0.78
    return round(clamp(creatinine_at(patient, normal(rng, 84, 9)), low, ceiling), 2)


def baseline_egfr(patient: Patient) -> float:
    """eGFR at month 0."""
    return egfr(baseline(patient), patient.age, patient.female)


def grade(patient: Patient) -> int:
    """The grade of the eGFR decline. Where liver enzymes rose too, those have the higher grade."""
    return 1 if patient.flag("ae_liver") else int(patient.given["ae_max_grade"])


def raised(patient: Patient) -> float:
    """Creatinine during the decline: over the limit with an eGFR below 60; for grade 2 over 1.5 times the baseline."""
    if grade(patient) == 2:
        return 1.24
    above = max(LIMITS[patient.given["sex"]][1] + 0.01, creatinine_at(patient, EGFR_FLOOR - 0.8))
    return above + between(stream(patient.patient_id, "raised"), 0.01, 0.05)


def creatinine(patient: Patient, month: int, declined: bool) -> float:
    """The value of one visit: baseline, then the early step, or the raised level while the decline lasts."""
    rng = stream(patient.patient_id, f"creatinine-{month}")
    if month == 0:
        return baseline(patient)
    if declined:
        return round(raised(patient) + between(rng, -0.005, 0.015), 2)
    return round(baseline(patient) + clamp(normal(rng, STEP, 0.012), 0.01, 0.07), 2)
