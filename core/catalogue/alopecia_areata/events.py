"""Adverse events and laboratory values."""

from core.domain.variable import Level, Table, Variable

_PATIENT_ID = Variable(
    name="patient_id", label="Patient", kind="identifier", required=True, definition="As in the patient table."
)

ADVERSE_EVENT = Table(
    name="adverse_event",
    label="Adverse events",
    row="one event of one patient",
    variables=(
        _PATIENT_ID,
        Variable(
            name="term",
            label="Term",
            kind="category",
            required=True,
            timing="post-baseline",
            definition="The event, preferably a MedDRA preferred term.",
        ),
        Variable(
            name="category", label="Category", kind="category", timing="post-baseline", definition="Group of terms."
        ),
        Variable(
            name="grade",
            label="Grade",
            kind="integer",
            low=1,
            high=5,
            discrete=True,
            ordered=True,
            timing="post-baseline",
            definition="CTCAE grade, 1 to 5.",
        ),
        Variable(
            name="ctcae_version",
            label="CTCAE version",
            kind="category",
            timing="post-baseline",
            definition="Version of the criteria the grade was given by.",
        ),
        Variable(
            name="onset_month",
            label="Onset",
            kind="number",
            unit="months",
            low=0,
            high=600,
            step=0.1,
            timing="post-baseline",
            definition="Months from the first dose to the start of the event.",
        ),
        Variable(
            name="end_month",
            label="End",
            kind="number",
            unit="months",
            low=0,
            high=600,
            step=0.1,
            timing="post-baseline",
            definition="Months from the first dose to the end of the event; empty while it goes on.",
        ),
        Variable(
            name="serious", label="Serious", kind="flag", timing="post-baseline", definition="Serious adverse event."
        ),
        Variable(
            name="related",
            label="Related",
            kind="flag",
            timing="post-baseline",
            definition="Judged to be related to the drug.",
        ),
        Variable(
            name="action",
            label="Action",
            kind="category",
            levels=(
                Level("none", "None"),
                Level("dose_reduced", "Dose reduced"),
                Level("interrupted", "Interrupted"),
                Level("stopped", "Stopped"),
            ),
            timing="post-baseline",
            definition="What was done with the drug.",
        ),
    ),
)

LAB = Table(
    name="lab",
    label="Laboratory values",
    row="one test of one patient at one visit",
    key=("patient_id", "month", "test"),
    variables=(
        _PATIENT_ID,
        Variable(
            name="month",
            label="Month",
            kind="number",
            unit="months",
            low=0,
            high=600,
            step=0.1,
            required=True,
            timing="post-baseline",
            definition="Months since the first dose.",
        ),
        Variable(
            name="test",
            label="Test",
            kind="category",
            required=True,
            timing="post-baseline",
            definition="Name of the test.",
        ),
        Variable(
            name="value",
            label="Value",
            kind="number",
            low=0,
            high=1_000_000,
            step=0.01,
            timing="post-baseline",
            definition="Measured value in `unit`.",
        ),
        Variable(name="unit", label="Unit", kind="category", timing="post-baseline", definition="Unit of the value."),
        Variable(
            name="lower_limit",
            label="Lower limit of normal",
            kind="number",
            low=0,
            high=1_000_000,
            step=0.01,
            timing="post-baseline",
            definition="Lower limit of the laboratory's reference range.",
        ),
        Variable(
            name="upper_limit",
            label="Upper limit of normal",
            kind="number",
            low=0,
            high=1_000_000,
            step=0.01,
            timing="post-baseline",
            definition="Upper limit of the laboratory's reference range.",
        ),
    ),
)
