"""Regression models: the published one and variants of it, and the estimates that were printed."""

from core.domain.catalogue import PublishedEstimate
from core.domain.terms import LAST, Preset, Term

_BACKGROUND = (
    Term(variable="aa_type", form="levels", reference="OA"),
    Term(variable="sex", form="levels", reference="M"),
    Term(variable="age_years", form="linear"),
    Term(variable="duration_years", form="cuts", cuts=(4,), reference=LAST),
    Term(variable="atopic_dermatitis", form="levels", reference="0"),
    Term(variable="ivmp_history", form="levels", reference="0"),
)
_SEVERITY = (
    Term(variable="baseline_salt_band", form="levels", reference="50-94"),
    Term(variable="baseline_clinro_eyebrow", form="linear"),
    Term(variable="baseline_clinro_eyelash", form="linear"),
)
PRESETS = (
    Preset(
        key="published",
        label="As published",
        terms=_BACKGROUND + _SEVERITY,
        published=True,
        note="The nine terms of Wada-Irimada 2025: AA type, sex, age, duration up to 4 years, atopic dermatitis, prior IVMP, "
        "baseline SALT 95 or more, ClinRO eyebrow and eyelash. How ClinRO was coded is not printed; here it is a line.",
    ),
    Preset(
        key="no-clinro",
        label="Without ClinRO",
        terms=_BACKGROUND + _SEVERITY[:1],
        note="The published terms without ClinRO eyebrow and eyelash.",
    ),
    Preset(
        key="lean",
        label="Without collinear severity terms",
        terms=_BACKGROUND,
        note="Baseline SALT and ClinRO are left out: every totalis and universalis patient has a SALT of 95 or more, so type "
        "and severity compete for the same few patients.",
    ),
    Preset(
        key="crude",
        label="Crude only",
        terms=_BACKGROUND + _SEVERITY,
        together=False,
        note="The published terms, each in a model of its own: no estimate takes the others into account.",
    ),
    Preset(
        key="short",
        label="Type, sex, duration",
        terms=(_BACKGROUND[0], _BACKGROUND[1], _BACKGROUND[3]),
        note="Few terms for few events.",
    ),
)
ESTIMATES = (
    PublishedEstimate(
        kind="logistic", variable="duration_years", level="0", label="Duration ≤4 years", value=8.11, digits=2, p=0.041,
        coding="treatment",
    ),
    PublishedEstimate(
        kind="logistic", variable="ivmp_history", level="1", label="Prior IVMP", value=10.45, digits=2, p=0.016,
        coding="treatment",
    ),
    PublishedEstimate(
        kind="logistic", variable="baseline_salt_band", level="95-100", label="Baseline SALT 95–100", value=0.013, digits=3,
        p=0.040, coding="treatment",
    ),
    PublishedEstimate(
        kind="least_squares", variable="sex", level="F", label="Female", value=10.16, digits=2, p=0.015, coding="effect",
        note="Effect-coded: half of the difference between women and men.",
    ),
    PublishedEstimate(
        kind="least_squares", variable="aa_type", level="OA", label="Ophiasis", value=-24.72, digits=2, p=0.029,
        coding="effect", note="Effect-coded: the distance from the mean of the types.",
    ),
)  # fmt: skip
