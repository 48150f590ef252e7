"""Patients and their visits: variables, the SALT and ClinRO scores, and what is derived from them at baseline."""

from core.domain.variable import Band, Level, Measure, Table, Variable

AA_TYPES = (
    Level("AM", "Multiplex (AM)"),
    Level("OA", "Ophiasis (OA)"),
    Level("AT", "Totalis (AT)"),
    Level("AU", "Universalis (AU)"),
    Level("diffuse", "Diffuse"),
    Level("patchy", "Patchy"),
    Level("other", "Other"),
)
STOP_REASONS = (
    Level("lack_of_efficacy", "Lack of efficacy"),
    Level("adverse_event", "Adverse event"),
    Level("patient_choice", "Patient's choice"),
    Level("cost", "Cost"),
    Level("moved", "Moved away"),
    Level("lost_to_follow_up", "Lost to follow-up"),
    Level("other", "Other"),
)
CLINRO_LEVELS = (Level("0", "0, no loss"), Level("1", "1"), Level("2", "2"), Level("3", "3, complete loss"))
SALT_BANDS = (
    Band(value="0", label="0, none", low=0, high=0, low_inclusive=True),
    Band(value="1-20", label="1–20, limited", low=0, high=20),
    Band(value="21-49", label="21–49, moderate", low=20, high=50, high_inclusive=False),
    Band(value="50-94", label="50–94, severe", low=50, high=95, low_inclusive=True, high_inclusive=False),
    Band(value="95-100", label="95–100, very severe", low=95, high=100, low_inclusive=True),
)

PATIENT = Table(
    name="patient",
    label="Patients",
    row="one treated patient",
    key=("patient_id",),
    required=True,
    variables=(
        Variable(
            name="patient_id",
            label="Patient",
            kind="identifier",
            required=True,
            definition="Pseudonym; never a name or record number.",
        ),
        Variable(
            name="aa_type",
            label="AA type",
            kind="category",
            levels=AA_TYPES,
            filterable=True,
            definition="Clinical type at start: multiplex (several patches), ophiasis (band along the temporal and occipital "
            "margin), totalis (all scalp hair), universalis (scalp and body hair), diffuse, patchy, other.",
        ),
        Variable(
            name="sex",
            label="Sex",
            kind="category",
            levels=(Level("F", "Female"), Level("M", "Male")),
            filterable=True,
            definition="Sex as recorded by the clinic.",
        ),
        Variable(
            name="age_years",
            counted="whole years before",
            label="Age",
            kind="number",
            unit="years",
            low=0,
            high=120,
            cuts=(18, 40, 60),
            filterable=True,
            definition="Age at the start of treatment.",
        ),
        Variable(
            name="duration_years",
            counted="before",
            label="Disease duration",
            kind="number",
            unit="years",
            low=0,
            high=100,
            step=0.1,
            cuts=(4,),
            filterable=True,
            definition="Total time since alopecia areata began, up to the start of treatment.",
        ),
        Variable(
            name="episode_years",
            counted="before",
            label="Current episode",
            kind="number",
            unit="years",
            low=0,
            high=100,
            step=0.1,
            cuts=(4,),
            not_above="duration_years",
            filterable=True,
            definition="Length of the current episode up to the start of treatment; not the total duration.",
        ),
        Variable(
            name="atopic_dermatitis",
            label="Atopic dermatitis",
            kind="flag",
            filterable=True,
            definition="Atopic dermatitis now or in the past.",
        ),
        Variable(
            name="ivmp_history",
            label="Prior IVMP",
            kind="flag",
            filterable=True,
            definition="Intravenous methylprednisolone pulse therapy before this treatment.",
        ),
        Variable(
            name="topical_immunotherapy_history",
            label="Prior topical immunotherapy",
            kind="flag",
            filterable=True,
            definition="Contact immunotherapy before this treatment.",
        ),
        Variable(
            name="prior_jak_inhibitor",
            label="Prior JAK inhibitor",
            kind="flag",
            filterable=True,
            definition="Any JAK inhibitor before this treatment.",
        ),
        Variable(name="drug", label="Drug", kind="category", filterable=True, definition="Drug started."),
        Variable(
            name="dose_mg",
            label="Dose",
            kind="number",
            unit="mg/day",
            low=0,
            high=1000,
            discrete=True,
            ordered=True,
            filterable=True,
            definition="Daily dose at the start of treatment.",
        ),
        Variable(name="site", label="Site", kind="category", filterable=True, definition="Treating centre."),
        Variable(
            name="start_date",
            label="Start of treatment",
            kind="date",
            definition="Date of the first dose; month 0.",
        ),
        Variable(
            name="stop_month",
            counted="after",
            label="Month stopped",
            kind="number",
            unit="months",
            low=0,
            high=600,
            step=0.1,
            timing="post-baseline",
            definition="Months from start to the end of treatment; empty while it goes on.",
        ),
        Variable(
            name="stop_reason",
            label="Reason for stopping",
            kind="category",
            levels=STOP_REASONS,
            timing="post-baseline",
            definition="Main reason why treatment or follow-up ended.",
        ),
    ),
)

QUADRANTS = (
    ("salt_top", "SALT, top", 0.40),
    ("salt_back", "SALT, back", 0.24),
    ("salt_right", "SALT, right side", 0.18),
    ("salt_left", "SALT, left side", 0.18),
)
VISIT = Table(
    name="visit",
    label="Visits",
    row="one visit of one patient",
    key=("patient_id", "month"),
    measured=("salt", *(name for name, _, _ in QUADRANTS), "clinro_eyebrow", "clinro_eyelash"),
    required=True,
    variables=(
        Variable(name="patient_id", label="Patient", kind="identifier", required=True, definition="As in the patient table."),
        Variable(
            name="month",
            counted="after",
            label="Month",
            kind="number",
            unit="months",
            low=0,
            high=600,
            step=0.1,
            required=True,
            timing="any visit",
            definition="Months since the first dose; 0 is baseline.",
        ),
        Variable(
            name="salt",
            label="SALT",
            kind="number",
            unit="%",
            low=0,
            high=100,
            step=0.1,
            timing="post-baseline",
            definition="Severity of Alopecia Tool (Olsen 2004): percentage of the scalp without terminal hair, "
            "0.40 × top + 0.24 × back + 0.18 × right + 0.18 × left.",
        ),
        *(
            Variable(
                name=name,
                label=label,
                kind="number",
                unit="%",
                low=0,
                high=100,
                step=0.1,
                timing="post-baseline",
                definition=f"Percentage of this area without terminal hair; weighs {weight:.2f} in SALT.",
            )
            for name, label, weight in QUADRANTS
        ),
        *(
            Variable(
                name=f"clinro_{part}",
                label=f"ClinRO {part}",
                kind="integer",
                low=0,
                high=3,
                discrete=True,
                ordered=True,
                levels=CLINRO_LEVELS,
                timing="post-baseline",
                definition=f"Clinician-reported {part} loss, from 0 (no loss) to 3 (complete loss).",
            )
            for part in ("eyebrow", "eyelash")
        ),
    ),
)

MEASURES = (
    Measure(
        name="salt",
        label="SALT",
        low=0,
        high=100,
        step=1,
        bands=SALT_BANDS,
        bands_label="Baseline SALT band",
        parts=tuple((name, weight) for name, _, weight in QUADRANTS),
        parts_tolerance=1.0,
    ),
    Measure(name="clinro_eyebrow", label="ClinRO eyebrow", low=0, high=3, step=1),
    Measure(name="clinro_eyelash", label="ClinRO eyelash", low=0, high=3, step=1),
)

DERIVED = (
    Variable(
        name="baseline_salt",
        label="Baseline SALT",
        kind="number",
        low=0,
        high=100,
        cuts=(50, 95),
        filterable=True,
        definition="SALT at month 0.",
    ),
    Variable(
        name="baseline_salt_band",
        label="Baseline SALT band",
        kind="category",
        levels=tuple(Level(band.value, band.label) for band in SALT_BANDS),
        ordered=True,
        filterable=True,
        definition="SALT at month 0 in the bands of the AA-IGA (Wyrwich 2020, DOI 10.1111/bjd.18883): 0; over 0 to 20; "
        "over 20 to under 50; 50 to under 95; 95 to 100.",
    ),
    *(
        Variable(
            name=f"baseline_clinro_{part}",
            label=f"Baseline ClinRO {part}",
            kind="integer",
            low=0,
            high=3,
            discrete=True,
            ordered=True,
            levels=CLINRO_LEVELS,
            filterable=True,
            definition=f"ClinRO {part} at month 0.",
        )
        for part in ("eyebrow", "eyelash")
    ),
)
