"""Enzymes, lipids and blood cells: a level of one's own, the small known shifts under baricitinib, and some noise."""

from added.draws import clamp, normal, stream
from added.source import Patient

Values = dict[str, float]


def _level(patient: Patient, test: str, month: int, mean: float, sd: float) -> float:
    """The patient's own level of a test, with four in a hundred of noise from visit to visit."""
    own = max(0.3 * mean, normal(stream(patient.patient_id, test), mean, sd))
    return own * normal(stream(patient.patient_id, f"{test}-{month}"), 1, 0.04)


def enzymes(patient: Patient, month: int, limit: float) -> Values:
    """ALT, AST and GGT within their limits, and CK, which rises by about a quarter under treatment (U/L)."""
    alt = clamp(_level(patient, "ALT", month, 0.55 * limit, 0.12 * limit), 0.35 * limit, 0.95 * limit)
    ggt = (9, 32) if patient.female else (13, 64)
    muscle = _level(patient, "CK", month, 80 if patient.female else 120, 18 if patient.female else 28)
    return {
        "ALT": alt,
        "AST": clamp(_level(patient, "AST", month, 20, 2.5), 13, 28),
        "GGT": clamp(_level(patient, "GGT", month, sum(ggt) / 2, 4), ggt[0], 0.95 * ggt[1]),
        "CK": muscle * (1.25 if month else 1),
    }


def raised_enzymes(limit: float, grade: int, fading: bool) -> Values:
    """ALT at its highest (1.6 times the limit in grade 1, 3.5 times in grade 2) or on the way down; AST follows."""
    alt = limit * (1.2 if fading else 1.6 if grade == 1 else 3.5)
    return {"ALT": alt, "AST": 0.5 * alt + 4}


def lipids(patient: Patient, month: int, raised: bool) -> Values:
    """Cholesterol and triglycerides (mg/dL); total = LDL + HDL + triglycerides / 5.

    LDL and HDL rise by some eight in a hundred from month 1 on. `raised` is the hyperlipidaemia of grade 2: a total of
    more than 300 and at most 400.
    """
    shift = 1.08 if month else 1.0
    ldl = clamp(_level(patient, "LDL", month, 105, 15) * shift, 66, 142)
    hdl = clamp(_level(patient, "HDL", month, 66 if patient.female else 58, 8) * shift, 49, 76)
    fat = clamp(_level(patient, "TG", month, 85, 18) * (1.05 if month else 1), 42, 148)
    if raised:
        ldl, fat = 214.0, 262.0
    return {
        "total cholesterol": round(ldl) + round(hdl) + round(fat / 5),
        "LDL cholesterol": ldl,
        "HDL cholesterol": hdl,
        "triglycerides": fat,
    }


def cells(patient: Patient, month: int) -> Values:
    """Blood cells: neutrophils a little lower, platelets higher at month 1, all within their limits."""
    white = clamp(_level(patient, "WBC", month, 5900, 800), 4200, 8400)
    share = clamp(_level(patient, "neutrophils", month, 0.58, 0.03), 0.48, 0.66) - (0.02 if month else 0)
    lymph = clamp(_level(patient, "lymphocytes", month, 0.30, 0.02), 0.25, 0.33)
    low, high = (11.8, 14.7) if patient.female else (13.8, 16.7)
    bump = 1.12 if month == 1 else 1.03 if month else 1.0
    return {
        "WBC": white,
        "neutrophils": white * share,
        "lymphocytes": white * lymph,
        "haemoglobin": clamp(_level(patient, "Hb", month, (low + high) / 2, 0.35), low, high),
        "platelets": clamp(_level(patient, "PLT", month, 240, 28) * bump, 160, 345),
    }
