"""Laboratory tests: names, units with their factors, grading, and the thresholds of drug monitoring."""

from core.catalogue.alopecia_areata import lab_grades as grades
from core.domain.labs import KidneyRule, KnownEffect, LabTest, LiverRule, Monitoring, Unit

# One mg/dL in umol/L: creatinine and bilirubin, of molar masses 113.12 and 584.66. One mmol/L in mg/dL: cholesterol, of 386.65,
# and triglycerides, the mean of 885.7 that laboratories use; in g/dL: haemoglobin by its monomer, 16,114. 1 ukat/L is 60 U/L.
CREATININE, CHOLESTEROL, TRIGLYCERIDE, BILIRUBIN, HAEMOGLOBIN = 88.40, 38.67, 88.57, 17.10, 1.6114

_ENZYME = (
    Unit(name="U/L", factor=1, spellings=("IU/L", "units/L")),
    Unit(name="ukat/L", factor=60),
    Unit(name="nkat/L", factor=0.06),
)
_PER_UL = ("/uL", "cells/uL", "1/uL", "/mm3", "/mm^3", "cells/mm3")
_THOUSAND = (
    "10^3/uL",
    "x10^3/uL",
    "×10^3/uL",
    "10*3/uL",
    "10e3/uL",
    "k/uL",
    "10^9/L",
    "x10^9/L",
    "×10^9/L",
    "10*9/L",
    "10e9/L",
    "GI/L",
)
_CELLS = (
    Unit(name="/uL", factor=1, spellings=_PER_UL[1:]),
    Unit(name="10^3/uL", factor=1000, spellings=_THOUSAND[1:]),
)
_FAT = Unit(name="mg/dL", factor=1)
_EGFR = Unit(
    name="mL/min/1.73m2",
    factor=1,
    spellings=("mL/min/1.73 m2", "mL/min/1.73m^2", "mL/min/1.73m²", "mL/min/1.73 m²", "mL/min/1.73㎡"),
)
_MASS = {
    "creatinine": (_FAT, Unit(name="umol/L", factor=1 / CREATININE), Unit(name="mmol/L", factor=1000 / CREATININE)),
    "cholesterol": (_FAT, Unit(name="mmol/L", factor=CHOLESTEROL)),
    "triglycerides": (_FAT, Unit(name="mmol/L", factor=TRIGLYCERIDE)),
    "bilirubin": (_FAT, Unit(name="umol/L", factor=1 / BILIRUBIN)),
}
EGFR_UNIT = _EGFR.name

LAB_TESTS: tuple[LabTest, ...] = (
    LabTest(
        key="creatinine",
        label="Creatinine",
        unit="mg/dL",
        decimals=2,
        units=_MASS["creatinine"],
        spellings=("Cr", "Cre", "serum creatinine", "CREAT"),
        criteria=grades.CREATININE,
    ),
    LabTest(
        key="egfr",
        label="eGFR (reported)",
        unit=EGFR_UNIT,
        decimals=1,
        units=(_EGFR,),
        spellings=("eGFRcreat", "eGFR creatinine"),
        criteria=grades.KIDNEY,
    ),
    LabTest(
        key="egfr_japan",
        label="eGFR (Japanese equation)",
        unit=EGFR_UNIT,
        decimals=1,
        criteria=grades.KIDNEY,
        made_from="creatinine",
    ),
    LabTest(
        key="egfr_ckd_epi",
        label="eGFR (CKD-EPI 2021)",
        unit=EGFR_UNIT,
        decimals=1,
        criteria=grades.KIDNEY,
        made_from="creatinine",
    ),
    LabTest(key="alt", label="ALT", unit="U/L", decimals=0, units=_ENZYME, spellings=("GPT", "ALT (GPT)"), criteria=grades.ALT),
    LabTest(key="ast", label="AST", unit="U/L", decimals=0, units=_ENZYME, spellings=("GOT", "AST (GOT)"), criteria=grades.AST),
    LabTest(
        key="ggt",
        label="GGT",
        unit="U/L",
        decimals=0,
        units=_ENZYME,
        spellings=("gamma-GT", "γ-GTP", "γ-GT", "gamma-GTP", "GGTP"),
        criteria=grades.GGT,
    ),
    LabTest(
        key="bilirubin",
        label="Total bilirubin",
        unit="mg/dL",
        decimals=1,
        units=_MASS["bilirubin"],
        spellings=("T-Bil", "total bilirubin", "TBIL", "BILI"),
        criteria=grades.BILIRUBIN,
    ),
    LabTest(
        key="ck",
        label="Creatine kinase",
        unit="U/L",
        decimals=0,
        units=_ENZYME,
        spellings=("CPK", "creatine phosphokinase"),
        criteria=grades.CK,
    ),
    LabTest(
        key="cholesterol",
        label="Total cholesterol",
        unit="mg/dL",
        decimals=0,
        units=_MASS["cholesterol"],
        spellings=("T-Cho", "TC", "CHOL", "T-Chol"),
        criteria=grades.CHOLESTEROL,
    ),
    LabTest(
        key="ldl",
        label="LDL cholesterol",
        unit="mg/dL",
        decimals=0,
        units=_MASS["cholesterol"],
        spellings=("LDL-C",),
        criteria=grades.LDL,
    ),
    LabTest(
        key="hdl",
        label="HDL cholesterol",
        unit="mg/dL",
        decimals=0,
        units=_MASS["cholesterol"],
        spellings=("HDL-C",),
        criteria=grades.HDL,
    ),
    LabTest(
        key="triglycerides",
        label="Triglycerides",
        unit="mg/dL",
        decimals=0,
        units=_MASS["triglycerides"],
        spellings=("TG", "triglyceride", "TRIG"),
        criteria=grades.TRIGLYCERIDES,
    ),
    LabTest(
        key="wbc",
        label="White blood cells",
        unit="/uL",
        decimals=0,
        units=_CELLS,
        spellings=("WBC", "leukocytes", "leucocytes"),
        criteria=grades.WHITE,
    ),
    LabTest(
        key="neutrophils",
        label="Neutrophils",
        unit="/uL",
        decimals=0,
        units=_CELLS,
        spellings=("ANC", "NEUT", "neutrophil count"),
        criteria=grades.NEUTROPHILS,
    ),
    LabTest(
        key="lymphocytes",
        label="Lymphocytes",
        unit="/uL",
        decimals=0,
        units=_CELLS,
        spellings=("ALC", "LYMPH", "lymphocyte count"),
        criteria=grades.LYMPHOCYTES,
    ),
    LabTest(
        key="haemoglobin",
        label="Haemoglobin",
        unit="g/dL",
        decimals=1,
        units=(
            Unit(name="g/dL", factor=1),
            Unit(name="g/L", factor=0.1),
            Unit(name="mmol/L", factor=HAEMOGLOBIN),
        ),
        spellings=("Hb", "hemoglobin", "HGB"),
        criteria=grades.HAEMOGLOBIN,
    ),
    LabTest(
        key="platelets",
        label="Platelets",
        unit="10^3/uL",
        decimals=0,
        units=(
            Unit(name="10^3/uL", factor=1, spellings=_THOUSAND[1:]),
            Unit(name="10^4/uL", factor=10, spellings=("x10^4/uL", "×10^4/uL", "万/uL")),
            Unit(name="/uL", factor=0.001, spellings=_PER_UL[1:]),
        ),
        spellings=("PLT", "PLAT", "platelet count", "thrombocytes"),
        criteria=grades.PLATELETS,
    ),
)

_LILLY = "Product information, lillymedical.eu and olumiant.com"
_PFIZER = "Product information, pfizermedical.com and pfizerpro.co.uk"
MONITORING: tuple[Monitoring, ...] = (
    Monitoring(drug="baricitinib", test="neutrophils", below=1000, action="hold", source=_LILLY),
    Monitoring(drug="baricitinib", test="lymphocytes", below=500, action="hold", source=_LILLY),
    Monitoring(drug="baricitinib", test="haemoglobin", below=8, action="hold", source=_LILLY),
    *(
        Monitoring(drug="baricitinib", test=test, below=below, action=action, source=_LILLY, of="creatinine clearance")
        for test in ("egfr", "egfr_japan", "egfr_ckd_epi")
        for below, action in ((60, "2 mg a day"), (30, "not recommended"))
    ),
    Monitoring(drug="ritlecitinib", test="lymphocytes", below=500, action="do not start; hold", source=_PFIZER),
    Monitoring(drug="ritlecitinib", test="platelets", below=100, action="do not start", source=_PFIZER),
    Monitoring(drug="ritlecitinib", test="platelets", below=50, action="stop", source=_PFIZER),
)

KNOWN_EFFECTS = (
    KnownEffect(
        drug="baricitinib",
        test="creatinine",
        change=3.8,
        unit="umol/L",
        when="by week 2 against placebo in rheumatoid arthritis, stable to week 104",
        why="the drug blocks the secretion of creatinine by the tubules, which is no true loss of function",
        source="Product information, lillymedical.eu",
    ),
)

HYS_LAW = LiverRule(
    enzymes=("alt", "ast"),
    enzyme_at_least=3.0,
    bilirubin="bilirubin",
    bilirubin_above=2.0,
    source="FDA guidance for industry, Drug-Induced Liver Injury: Premarketing Clinical Evaluation (2009)",
    tests=("alt", "ast", "ggt", "bilirubin"),
)

KIDNEY = KidneyRule(
    creatinine="creatinine",
    reported="egfr",
    japan="egfr_japan",
    ckd_epi="egfr_ckd_epi",
    female="F",
    male="M",
    below=60.0,
    version="5.0",
    grade=2,  # of chronic kidney disease
    step_unit="umol/L",
)
