"""Peak enzyme (ALT or AST) by peak bilirubin of everyone treated and in view."""

from collections.abc import Sequence
from itertools import groupby

from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import lab_test
from core.domain.filters import CohortFilter
from core.domain.lab_course import MOST_LINES
from core.domain.labs import LiverRule
from core.domain.liver import LiverBin, LiverCourse, LiverPatient, LiverResult
from core.store.cohort_store import CohortStore, Row
from core.store.livers import LiverPattern, liver_patterns, liver_values

HIGH = ((False, False), (True, False), (False, True), (True, True))  # enzyme and bilirubin, in the order of QUADRANTS


def liver(store: CohortStore, cohort: CohortFilter) -> LiverResult:
    """The quadrants of Hy's law. Raises FilterError where it cannot be asked."""
    cohort = recorded(store, cohort, "lab")
    rule = store.catalogue.liver_rule
    patterns = liver_patterns(store, cohort, rule)
    known = [one for one in patterns if one.high_enzyme is not None and one.high_bilirubin is not None]
    both = sum(one.patients for one in known)
    return LiverResult(
        cohort=cohort,
        provenance=provenance(store, sum(one.patients for one in patterns)),
        rule=rule,
        enzyme_labels=tuple(lab_test(store.catalogue, one).label for one in rule.enzymes),
        bilirubin_label=lab_test(store.catalogue, rule.bilirubin).label,
        with_enzyme=sum(one.patients for one in patterns if one.high_enzyme is not None),
        with_bilirubin=sum(one.patients for one in patterns if one.high_bilirubin is not None),
        both=both,
        quadrants=tuple(
            sum(one.patients for one in known if (one.high_enzyme, one.high_bilirubin) == quadrant) for quadrant in HIGH
        ),
        patients=_patients(store, cohort, rule) if 0 < both <= MOST_LINES else (),
        bins=tuple(_bin(one) for one in known) if both > MOST_LINES else (),
    )


def _bin(one: LiverPattern) -> LiverBin:
    return LiverBin(enzyme=one.enzyme or 0.0, bilirubin=one.bilirubin or 0.0, patients=one.patients)


def _patients(store: CohortStore, cohort: CohortFilter, rule: LiverRule) -> tuple[LiverPatient, ...]:
    """Those with both peaks, one by one."""
    found = []
    for patient, mine in groupby(liver_values(store, cohort, rule), key=lambda row: row[0]):
        one = _patient(store, patient, list(mine), rule)
        if one.enzyme and one.bilirubin:
            found.append(one)
    return tuple(found)


def _patient(store: CohortStore, patient: str, rows: Sequence[Row], rule: LiverRule) -> LiverPatient:
    """Both peaks, 0 where there is none: of the enzymes the highest, the first of them where they are as high."""
    highest = max(rule.enzymes, key=lambda test: _peak(rows, test))
    courses = tuple(_course(store, rows, test) for test in (*rule.enzymes, rule.bilirubin))
    return LiverPatient(
        patient_id=patient,
        enzyme=_peak(rows, highest),
        enzyme_label=lab_test(store.catalogue, highest).label,
        bilirubin=_peak(rows, rule.bilirubin),
        courses=tuple(course for course in courses if course.points),
    )


def _peak(rows: Sequence[Row], test: str) -> float:
    """The highest multiple after month 0; 0 where there is none."""
    return max((ratio for _, name, month, ratio in rows if name == test and month > 0), default=0.0)


def _course(store: CohortStore, rows: Sequence[Row], test: str) -> LiverCourse:
    points = tuple((month, ratio) for _, name, month, ratio in rows if name == test)
    return LiverCourse(label=lab_test(store.catalogue, test).label, points=points)
