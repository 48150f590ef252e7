"""What single patients do to a model, in words."""

from core.domain.diagnostics import MOST_SINGLE, Diagnostics, PatientInfluence
from core.domain.model import ModelResult
from core.words.diagnostics import INFINITE, anyone, endless_without, estimate_shown
from core.words.numbers import count, decimals

TOO_MANY = "Single patients are not shown: {n:,} were used, more than {most:,}."
COOK = "Cook's distance"
ONE_STEP = "one step towards a fit that does not exist"
WITHOUT_FIT = "no fit without this patient"


def too_many(n: int) -> str:
    """Why single patients are not shown."""
    return TOO_MANY.format(n=n, most=MOST_SINGLE)


def most_influential(found: Diagnostics) -> list[PatientInfluence]:
    """The patients by Cook's distance, the largest first; those without one before all others."""
    return sorted(found.patients, key=lambda one: -float("inf") if one.cook is None else -one.cook)


def moved_words(found: Diagnostics, one: PatientInfluence) -> str:
    """`AA type: Totalis (AT) 9.13 without, 12.4 with this patient`, of the coefficient that is moved most."""
    if one.largest is None:
        return "without this patient there is no fit"
    kind, at = found.spec.kind, one.largest
    with_, without = estimate_shown(found.ranges[at].estimate, kind), without_shown(one, at, kind)
    return f"{found.slopes[at]} {without} without, {with_} with this patient"


def moved_most(found: Diagnostics, one: PatientInfluence) -> str:
    """`AA type: Totalis (AT)`: the coefficient that the patient moves most, or that there is no fit to tell it by."""
    return WITHOUT_FIT if one.largest is None else found.slopes[one.largest]


def response_shown(one: PatientInfluence) -> str:
    """Whether the patient responded."""
    return "yes" if one.observed else "no"


def without_shown(one: PatientInfluence, at: int, kind: str) -> str:
    """The estimate of one coefficient without the patient, `infinite` and `0` among them; a dash where there is none."""
    return INFINITE if at in one.endless and one.without[at] is None else estimate_shown(one.without[at], kind)


def cook_words(model: ModelResult, one: PatientInfluence) -> str:
    """`Cook's distance 0.226`, and where it is no more than one step of a refit that does not exist."""
    gone = one.endless or (one.largest is None and model.spec.kind == "logistic")
    return f"{COOK} {decimals(one.cook, 3)}" + f", {ONE_STEP}" * bool(gone and one.cook is not None)


def influence_words(model: ModelResult, found: Diagnostics) -> str:
    """Who moves the fit most, and without whom there is none; or why single patients are not shown."""
    if not found.patients:
        return too_many(model.n)
    order = most_influential(found)
    top = next((one for one in order if one.cook is not None), None)
    said = [] if top is None else [f"Most moved by {top.patient_id}: {cook_words(model, top)}; {moved_words(found, top)}."]
    if endless := endless_without(found):
        said.append(f"Without {anyone(endless)} an odds ratio is infinite or 0.")
    if alone := [one.patient_id for one in order if one.largest is None]:
        said.append(f"Without {anyone(alone)} there is no fit to compare with.")
    return " ".join([*said, f"{count(len(found.patients), 'patient')}, left out one at a time."])
