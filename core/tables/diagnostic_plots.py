"""The numbers behind the plots of diagnostics."""

from core.domain.diagnostics import Diagnostics, PatientInfluence
from core.domain.rows import Row, Rows
from core.words.diagnostic_plots import FALSE_POSITIVE, OTHERS, RESPONDED, RESPONDERS, SENSITIVITY, STUDENTISED
from core.words.diagnostics import estimate_shown
from core.words.influence import COOK, most_influential, moved_most, response_shown, without_shown
from core.words.numbers import NONE, decimals

SHORT = 10  # patients of the table on the page


def roc_table(found: Diagnostics) -> Rows:
    """One row a point: the predicted risk (none at the start), whom it and all above it hold, and their shares."""
    return [
        {
            "Predicted risk from, %": None if one.risk is None else 100 * one.risk,
            RESPONDERS: one.responders,
            OTHERS: one.others,
            f"{SENSITIVITY}, %": 100 * one.sensitivity,
            f"{FALSE_POSITIVE}, %": 100 * one.false_positive,
        }
        for one in found.roc
    ]


def calibration_table(found: Diagnostics) -> Rows:
    """One row a group of predicted risk, in percent, with what was observed."""
    return [
        {
            "Predicted, mean %": 100 * one.predicted,
            "Predicted, lowest %": 100 * one.low,
            "Predicted, highest %": 100 * one.high,
            RESPONDERS: one.events,
            "Patients": one.n,
            f"{RESPONDED}, %": 100 * (one.observed.value or 0.0),
            f"{RESPONDED}, low": 100 * (one.observed.low or 0.0),
            f"{RESPONDED}, high": 100 * (one.observed.high or 0.0),
            "Interval": one.observed.method,
        }
        for one in (found.calibration.groups if found.calibration else ())
    ]


def influence_table(found: Diagnostics) -> Rows:
    """One row a patient, by Cook's distance: what was observed and fitted, leverage, and every dfbeta."""
    return [
        {**_patient(found, one), "Leverage": one.leverage, COOK: one.cook, **_dfbetas(found, one)}
        for one in most_influential(found)
    ]


def influence_summary(found: Diagnostics) -> Rows:
    """One row a patient, the SHORT most influential: which coefficient moves most, by how much, and what it would be."""
    return [_moved(found, one) for one in most_influential(found)[:SHORT]]


def residuals_table(found: Diagnostics) -> Rows:
    """One row a patient, in the order of the data: fitted and residual in points, studentised, and what to expect there."""
    return [
        {
            "Patient": one.patient_id,
            "Fitted": one.fitted,
            "Residual": one.residual,
            STUDENTISED: one.studentised,
            "Expected": one.expected,
            "Expected, low": one.low,
            "Expected, high": one.high,
        }
        for one in found.residuals
    ]


def _patient(found: Diagnostics, one: PatientInfluence) -> Row:
    if found.spec.kind == "logistic":
        return {"Patient": one.patient_id, "Response": response_shown(one), "Predicted, %": 100 * one.fitted}
    return {"Patient": one.patient_id, "Improvement": one.observed, "Fitted": one.fitted}


def _dfbetas(found: Diagnostics, one: PatientInfluence) -> Row:
    return {f"dfbeta, {name}": value for name, value in zip(found.slopes, one.dfbetas, strict=True)}


def _moved(found: Diagnostics, one: PatientInfluence) -> Row:
    at, kind = one.largest, found.spec.kind
    return {
        **_patient(found, one),
        COOK: decimals(one.cook, 3),
        "Moves most": moved_most(found, one),
        "dfbeta": decimals(None if at is None else one.dfbetas[at]),
        "With this patient": estimate_shown(None if at is None else found.ranges[at].estimate, kind),
        "Without": NONE if at is None else without_shown(one, at, kind),
    }
