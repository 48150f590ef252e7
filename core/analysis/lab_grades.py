"""Worst grades of every laboratory test, and the shift of one, in everyone treated and in view."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from core.analysis.lab_course import measured_tests
from core.analysis.methods import check_method
from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import lab_test
from core.domain.errors import RequestError
from core.domain.estimates import Estimate
from core.domain.filters import CohortFilter
from core.domain.lab_grades import GradedTest, GradeSpec, LabGrades, Shift
from core.domain.labs import CTCAE_VERSIONS, LAB_GRADES, Criterion, GradeLimit, LabTest
from core.stats.event_rates import rule_of_three
from core.stats.intervals import PROPORTION_METHODS, proportion
from core.store.cohort_store import CohortStore
from core.store.distributions import patients_in_view
from core.store.lab_shifts import ShiftPattern, shift_patterns


def lab_grades(store: CohortStore, cohort: CohortFilter, spec: GradeSpec) -> LabGrades:
    """The grades by one version of CTCAE. Raises FilterError or RequestError where it cannot be asked."""
    cohort = recorded(store, cohort, "lab")
    _check(spec)
    chosen, there = lab_test(store.catalogue, spec.test), measured_tests(store, CohortFilter())
    treated = patients_in_view(store, cohort)
    patterns = shift_patterns(store, cohort, spec.version)
    graded = [_graded(spec, test, treated, patterns) for test in there if test.criterion(spec.version)]
    criterion = chosen.criterion(spec.version)
    shifts = _shifts(chosen, treated, patterns) if criterion else ()
    return LabGrades(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, treated),
        tests=tuple(sorted(graded, key=lambda one: -one.patients)),
        not_graded=tuple(test.label for test in there if not test.criterion(spec.version)),
        label=chosen.label,
        term=criterion.term if criterion else "",
        shifts=shifts,
        of_baseline=_of_baseline(criterion, shifts),
    )


def _check(spec: GradeSpec) -> None:
    if spec.version not in CTCAE_VERSIONS:
        raise RequestError(f"There is no CTCAE {spec.version!r} here. Choose one of: {', '.join(CTCAE_VERSIONS)}.")
    check_method(spec.interval, PROPORTION_METHODS)


def _graded(spec: GradeSpec, test: LabTest, treated: int, patterns: Sequence[ShiftPattern]) -> GradedTest:
    mine = [one for one in patterns if one.test == test.key and one.later]
    worst = tuple(sum(one.patients for one in mine if one.worst == grade) for grade in (0, *LAB_GRADES))
    passed, criterion = sum(worst[1:]), test.criterion(spec.version)
    measured, ungraded = sum(one.patients for one in mine), sum(one.patients for one in mine if one.worst is None)
    graded = measured - ungraded
    return GradedTest(
        key=test.key,
        label=test.label,
        term=criterion.term if criterion else "",
        measured=measured,
        ungraded=ungraded,
        worst=worst,
        rate=_of_treated(proportion(passed, treated, spec.interval, spec.level), treated, graded),
        of_graded=proportion(passed, graded, spec.interval, spec.level),
        none_allows=None if passed else rule_of_three(graded, spec.level),
    )


def _of_treated(rate: Estimate, treated: int, graded: int) -> Estimate:
    """The share of everyone treated: of those without a grade nothing is known, so that no interval can hold it."""
    if graded == treated:
        return rate
    return replace(rate, value=rate.value if graded else None, low=None, high=None, note=f"{graded:,} of {treated:,} graded")


def _of_baseline(criterion: Criterion | None, shifts: Sequence[Shift]) -> GradeLimit | None:
    """The lowest multiple of an abnormal baseline, where somebody with a grade at month 0 has a value after it."""
    if criterion is None or not any(one.baseline and one.later for one in shifts):
        return None
    return next((limit for row in criterion.rows for limit in row.limits if limit.when == "baseline above"), None)


def _shifts(test: LabTest, treated: int, patterns: Sequence[ShiftPattern]) -> tuple[Shift, ...]:
    """The cells that somebody is in, those without any value of the test included."""
    cells: Counter[tuple[int | None, int | None, bool]] = Counter()
    for one in patterns:
        if one.test == test.key:
            cells[one.baseline, one.worst, one.later] += one.patients
    cells[None, None, False] += treated - sum(cells.values())
    return tuple(
        Shift(baseline=baseline, worst=worst, later=later, patients=n)
        for (baseline, worst, later), n in sorted(cells.items(), key=lambda cell: str(cell[0]))
        if n
    )
