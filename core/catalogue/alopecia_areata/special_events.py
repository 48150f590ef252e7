"""Adverse events of special interest under JAK inhibitors."""

from core.domain.catalogue import SpecialEvents

SPECIAL_SOURCE = (
    "Adverse reactions that the FDA lists for baricitinib in alopecia areata, and the boxed warnings of Janus kinase "
    "inhibitors (infection, malignancy, cardiovascular events, thrombosis)."
)
SPECIAL_EVENTS = (
    SpecialEvents(key="zoster", label="Herpes zoster", words=("zoster", "shingles")),
    SpecialEvents(key="simplex", label="Herpes simplex", words=("herpes simplex", "oral herpes", "cold sore")),
    SpecialEvents(
        key="infection",
        label="Any infection",
        words=(
            "infect",
            "herpes",
            "zoster",
            "pneumonia",
            "pharyngitis",
            "influenza",
            "covid",
            "tuberculosis",
            "cellulitis",
            "sepsis",
        ),
    ),
    SpecialEvents(key="acne", label="Acne", words=("acne",)),
    SpecialEvents(key="ck", label="Creatine kinase rise", words=("creatine kinase", "creatine phosphokinase", "cpk")),
    SpecialEvents(key="lipids", label="Lipids", words=("lipid", "cholesterol", "triglycerid")),
    SpecialEvents(key="liver", label="Liver enzymes", words=("liver", "transaminase", "aminotransferase", "hepat")),
    SpecialEvents(key="neutropenia", label="Neutropenia", words=("neutropeni", "neutrophil count decreased")),
    SpecialEvents(key="anaemia", label="Anaemia", words=("anaemia", "anemia", "haemoglobin decreased", "hemoglobin decreased")),
    SpecialEvents(key="vte", label="Venous thromboembolism", words=("venous thrombo", "vein thrombosis", "pulmonary embolism")),
    SpecialEvents(
        key="mace",
        label="Major cardiovascular event",
        words=("myocardial infarction", "cerebral infarction", "ischaemic stroke", "ischemic stroke", "cardiovascular death"),
    ),
    SpecialEvents(
        key="malignancy", label="Malignancy", words=("malignan", "carcinoma", "lymphoma", "cancer", "melanoma", "sarcoma")
    ),
)
