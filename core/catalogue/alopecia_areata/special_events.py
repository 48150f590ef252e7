"""Adverse events of special interest under JAK inhibitors."""

from core.domain.catalogue import SpecialEvents

SPECIAL_SOURCE = (
    "Adverse reactions that the FDA lists for baricitinib in alopecia areata, and the boxed warnings of Janus kinase "
    "inhibitors (infection, malignancy, cardiovascular events, thrombosis)."
)
SPECIAL_EVENTS = (
    SpecialEvents(key="zoster", label="Herpes zoster", words=("zoster", "shingles")),
    SpecialEvents(
        key="simplex",
        label="Herpes simplex",
        words=("herpes simplex", "oral herpes", "genital herpes", "herpes labialis", "cold sore"),
    ),
    SpecialEvents(
        key="infection",
        label="Any infection",
        words=(
            "infection",
            "herpes",
            "zoster",
            "shingles",
            "cold sore",
            "pneumonia",
            "nasopharyngitis",
            "pharyngitis",
            "sinusitis",
            "bronchitis",
            "cystitis",
            "influenza",
            "covid",
            "tuberculosis",
            "cellulitis",
            "sepsis",
        ),
        categories=("infection",),
        wide=True,
    ),
    SpecialEvents(key="acne", label="Acne", words=("acne",)),
    SpecialEvents(
        key="ck",
        label="Creatine kinase rise",
        words=("creatine kinase", "creatine phosphokinase", "cpk", "ck increase", "ck rise", "ck elevat"),
    ),
    SpecialEvents(
        key="lipids",
        label="Lipids",
        words=(
            "lipid",
            "hyperlipid",
            "dyslipid",
            "cholesterol",
            "hypercholesterol",
            "triglycerid",
            "hypertriglycerid",
            "low density lipoprotein",
            "ldl",
        ),
    ),
    SpecialEvents(
        key="liver",
        label="Liver enzymes",
        words=(
            "liver enzyme",
            "liver function test",
            "hepatic enzyme",
            "hepatic function",
            "transaminase",
            "hypertransaminas",
            "alanine aminotransferase",
            "aspartate aminotransferase",
            "gamma-glutamyltransferase",
            "alt increase",
            "ast increase",
        ),
    ),
    SpecialEvents(
        key="neutropenia", label="Neutropenia", words=("neutropeni", "neutrophil count decrease", "neutrophils decrease")
    ),
    SpecialEvents(key="anaemia", label="Anaemia", words=("anaemia", "anemia", "haemoglobin decrease", "hemoglobin decrease")),
    SpecialEvents(
        key="vte",
        label="Venous thromboembolism",
        words=("venous thrombo", "vein thrombosis", "venous embolism", "pulmonary embolism", "dvt"),
    ),
    SpecialEvents(
        key="mace",
        label="Major cardiovascular event",
        words=(
            "myocardial infarction",
            "cerebral infarction",
            "cerebrovascular accident",
            "stroke",
            "cerebral haemorrhage",
            "cerebral hemorrhage",
            "cardiovascular death",
            "sudden cardiac death",
        ),
    ),
    SpecialEvents(
        key="malignancy",
        label="Malignancy",
        words=(
            "malignan",
            "carcinoma",
            "adenocarcinoma",
            "lymphoma",
            "leukaemia",
            "leukemia",
            "myeloma",
            "cancer",
            "melanoma",
            "sarcoma",
        ),
    ),
)
