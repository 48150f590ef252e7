"""CTCAE criteria of the laboratory tests, version by version.

Sources: versions 5.0 and 6.0 as transcribed in pharmaverse/admiral (Apache-2.0), data-raw/adlb_grading/ncictcaev5*.json and
ncictcaev6*.json, read by the words of their GRADE columns; chronic kidney disease of 5.0 as in the oncohub/CTCAE5 list.
"""

from core.domain.labs import Criterion, CtcaeVersion, Direction, GradeLimit, GradeRow, Of

NCI = "CTCAE v{} (NCI), as transcribed in pharmaverse/admiral"
CKD = "CTCAE v5.0 (NCI), as listed in oncohub/CTCAE5"
ABOVE_NOTE = "Where the baseline was above the upper limit, multiples of the baseline count instead."


def _times(of: Of, *steps: float) -> tuple[tuple[GradeLimit, ...], ...]:
    """A limit a grade, from grade 1 up."""
    return tuple((GradeLimit(of=of, times=step),) for step in steps)


def _criterion(
    version: CtcaeVersion, term: str, direction: Direction, steps: tuple[tuple[GradeLimit, ...], ...], note: str = ""
) -> Criterion:
    rows = tuple(GradeRow(grade=grade, limits=limits) for grade, limits in enumerate(steps, start=1))
    return Criterion(version=version, term=term, direction=direction, rows=rows, source=NCI.format(version), note=note)


def _by_baseline(
    version: CtcaeVersion, term: str, limits: tuple[float, ...], multiples: tuple[float, ...], first_inclusive: bool
) -> Criterion:
    """Multiples of the upper limit, of the baseline instead where that was above it."""
    steps = tuple(
        (
            GradeLimit(of="upper limit", times=limit, when="baseline not above"),
            GradeLimit(of="baseline", times=multiple, when="baseline above", inclusive=first_inclusive and grade == 1),
        )
        for grade, (limit, multiple) in enumerate(zip(limits, multiples, strict=True), start=1)
    )
    return _criterion(version, term, "high", steps, ABOVE_NOTE)


def _cells(version: CtcaeVersion, term: str, *steps: float) -> Criterion:
    """Grade 1 below the lower limit, the others below a count."""
    return _criterion(version, term, "low", (*_times("lower limit", 1.0), *_times("value", *steps)))


def _same(made: Criterion, version: CtcaeVersion) -> Criterion:
    """The same criterion in another version."""
    return Criterion(
        version=version,
        term=made.term,
        direction=made.direction,
        rows=made.rows,
        source=NCI.format(version),
        note=made.note,
    )


ALT = (
    _by_baseline("5.0", "Alanine aminotransferase increased", (1, 3, 5, 20), (1.5, 3, 5, 20), True),
    _by_baseline("6.0", "Alanine aminotransferase increased", (1, 3, 5, 20), (1, 1.5, 2, 4), True),
)
AST = (
    _by_baseline("5.0", "Aspartate aminotransferase increased", (1, 3, 5, 20), (1.5, 3, 5, 20), True),
    _by_baseline("6.0", "Aspartate aminotransferase increased", (1, 3, 5, 20), (1, 1.5, 2, 4), True),
)
GGT = (
    _by_baseline("5.0", "GGT increased", (1, 2.5, 5, 20), (2, 2.5, 5, 20), True),
    _by_baseline("6.0", "GGT increased", (1, 2.5, 5, 20), (1, 1.5, 3, 10), True),
)
BILIRUBIN = (
    _by_baseline("5.0", "Blood bilirubin increased", (1, 1.5, 3, 10), (1, 1.5, 3, 10), False),
    _by_baseline("6.0", "Blood bilirubin increased", (1, 1.5, 3, 10), (1, 1.5, 2.5, 10), True),
)
CK = (_criterion("5.0", "CPK increased", "high", _times("upper limit", 1, 2.5, 5, 10)),)
CREATININE = (
    _criterion(
        "5.0",
        "Creatinine increased",
        "high",
        (
            (GradeLimit(of="upper limit", times=1),),
            (GradeLimit(of="upper limit", times=1.5), GradeLimit(of="baseline", times=1.5)),
            (GradeLimit(of="upper limit", times=3), GradeLimit(of="baseline", times=3)),
            (GradeLimit(of="upper limit", times=6),),
        ),
        "Grades 2 and 3 by the upper limit or the baseline, whichever gives the higher grade. "
        "A baseline of 0 counts as not known.",
    ),
    _criterion(
        "6.0",
        "Creatinine increased",
        "high",
        (
            (GradeLimit(of="upper limit", times=1),),
            (GradeLimit(of="upper limit", times=1.5), GradeLimit(of="baseline", times=1.5, when="baseline below")),
            (GradeLimit(of="upper limit", times=3), GradeLimit(of="baseline", times=3, when="baseline below")),
            (GradeLimit(of="upper limit", times=6),),
        ),
        "Multiples of the baseline only where it was below the lower limit.",
    ),
)
KIDNEY = (
    Criterion(
        version="5.0",
        term="Chronic kidney disease",
        direction="low",
        rows=tuple(
            GradeRow(grade=grade, limits=limits)
            for grade, limits in enumerate((*_times("lower limit", 1), *_times("value", 60, 30, 15)), start=1)
        ),
        source=CKD,
        note="By eGFR alone: proteinuria, dialysis and duration, which are part of the term, are not known here.",
    ),
)
CHOLESTEROL_5 = _criterion("5.0", "Cholesterol high", "high", (*_times("upper limit", 1), *_times("value", 300, 400, 500)))
CHOLESTEROL = (CHOLESTEROL_5, _same(CHOLESTEROL_5, "6.0"))
TRIGLYCERIDES_5 = _criterion(
    "5.0",
    "Hypertriglyceridemia",
    "high",
    ((GradeLimit(of="value", times=150, inclusive=True),), *_times("value", 300, 500, 1000)),
    "Grade 1 begins at 150 mg/dL itself.",
)
TRIGLYCERIDES = (TRIGLYCERIDES_5, _same(TRIGLYCERIDES_5, "6.0"))
LDL = (_criterion("6.0", "LDL increased", "high", _times("upper limit", 1), "Not graded in version 5.0."),)
HDL = (_criterion("6.0", "HDL decreased", "low", _times("lower limit", 1), "Not graded in version 5.0."),)
WHITE_5 = _cells("5.0", "White blood cell decreased", 3000, 2000, 1000)
WHITE = (WHITE_5, _same(WHITE_5, "6.0"))
NEUTROPHILS = (
    _cells("5.0", "Neutrophil count decreased", 1500, 1000, 500),
    _criterion("6.0", "Neutrophil count decreased", "low", _times("value", 1500, 1000, 500, 100)),
)
LYMPHOCYTES = (_cells("5.0", "Lymphocyte count decreased", 800, 500, 200),)
HAEMOGLOBIN_5 = _criterion(
    "5.0",
    "Anemia",
    "low",
    (*_times("lower limit", 1), *_times("value", 10, 8)),
    "Grade 4 is a clinical judgement and is never given here.",
)
HAEMOGLOBIN = (HAEMOGLOBIN_5, _same(HAEMOGLOBIN_5, "6.0"))
PLATELETS = (
    _cells("5.0", "Platelet count decreased", 75, 50, 25),
    _cells("6.0", "Thrombocytopenia", 75, 50, 10),
)
