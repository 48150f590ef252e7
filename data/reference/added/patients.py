"""Patient table: given values under the names of the data model; drug, dose, dates, history and stopping are added."""

from datetime import date, timedelta

from added.creatinine import baseline_egfr
from added.draws import between, chosen, clamp, normal, pick, stream
from added.source import LAST_MONTH, Patient

FIRST_START, LAST_START = date(2022, 7, 1), date(2023, 8, 31)
STOPPED_FOR_EVENT = ("SYN-016", "SYN-037")  # liver enzymes; the eGFR decline of grade 2
N_PRIOR_JAK_INHIBITOR = 3
OTHER_REASONS = {"patient_choice": 3.0, "lost_to_follow_up": 3.0, "cost": 2.0, "moved": 2.0}


def patient_rows(patients: list[Patient]) -> list[dict[str, str]]:
    """One row a patient."""
    prior = chosen([patient.patient_id for patient in patients], N_PRIOR_JAK_INHIBITOR, "prior-jak")
    return [
        _carried_over(patient)
        | _history(patient)
        | _treatment(patient)
        | {"prior_jak_inhibitor": str(int(patient.patient_id in prior))}
        for patient in patients
    ]


def _carried_over(patient: Patient) -> dict[str, str]:
    given = patient.given
    return {
        "patient_id": given["patient_id"],
        "aa_type": given["aa_type"],
        "sex": given["sex"],
        "age_years": given["age"],
        "duration_years": given["duration_y"],
        "atopic_dermatitis": given["ad_history"],
        "ivmp_history": given["ivmp_history"],
    }


def _history(patient: Patient) -> dict[str, str]:
    """The current episode: all of the disease for most, the last part of it for those who had relapsed.

    No episode is shorter than half a year, as the cohort was without regrowth for six months before it started.
    """
    rng = stream(patient.patient_id, "history")
    duration = float(patient.given["duration_y"])
    relapsed = rng.random() < (0.15 if duration <= 2 else 0.4)
    episode = min(duration, max(0.5, duration * between(rng, 0.1, 0.8))) if relapsed else duration
    contact = rng.random() < (0.35 if duration <= 2 else 0.6)
    return {"episode_years": f"{episode:.1f}", "topical_immunotherapy_history": str(int(contact))}


def _treatment(patient: Patient) -> dict[str, str]:
    rng = stream(patient.patient_id, "treatment")
    start = FIRST_START + timedelta(days=int(between(rng, 0, (LAST_START - FIRST_START).days + 1)))
    careful = patient.age >= 65 or baseline_egfr(patient) < 72
    return {
        "drug": "baricitinib",
        "dose_mg": "2" if careful else "4",
        "site": "Centre 1",
        "start_date": start.isoformat(),
        "stop_month": stop_month(patient),
        "stop_reason": _stop_reason(patient),
    }


def stop_month(patient: Patient) -> str:
    """The month treatment ended, after the last visit and before the next was due; empty for completers."""
    if patient.completed:
        return ""
    after = clamp(normal(stream(patient.patient_id, "stop"), 0.5, 0.2), 0.1, 0.9)
    return f"{patient.last_month + after:.1f}"


def follow_up(patient: Patient) -> float:
    """How long the patient was seen, in months."""
    return float(stop_month(patient) or LAST_MONTH)


def _stop_reason(patient: Patient) -> str:
    if patient.completed:
        return ""
    if patient.patient_id in STOPPED_FOR_EVENT:
        return "adverse_event"
    unchanged = float(patient.salt[patient.last_month]) >= 0.65 * float(patient.salt[0])
    if unchanged and patient.last_month >= 6:
        return "lack_of_efficacy"
    return pick(stream(patient.patient_id, "reason"), OTHER_REASONS)
