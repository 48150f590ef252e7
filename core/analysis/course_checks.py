"""Courses of the patients in view that deserve a second look."""

from core.analysis.provenance import provenance
from core.domain.course_checks import RULES, CourseFinding, CourseResult, RuleCount
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.store.course_checks import ANY, course_findings, rule_counts
from core.store.distributions import patients_in_view


def course_checks(store: CohortStore, cohort: CohortFilter) -> CourseResult:
    """What every rule finds. Raises FilterError where it cannot be asked."""
    counts = {rule: tuple(int(n or 0) for n in numbers) for rule, *numbers in rule_counts(store, cohort)}
    _, broken, patients = counts.get(ANY, (0, 0, 0))
    rows = course_findings(store, cohort, tuple(rule for rule in RULES if counts.get(rule, (0, 0))[1])) if broken else []
    found = [
        CourseFinding(rule=rule, patient_id=who, what=what, month=month, from_month=before, from_value=start, value=value)
        for rule, who, what, month, before, start, value in rows
    ]
    return CourseResult(
        cohort=cohort,
        provenance=provenance(store, patients_in_view(store, cohort)),
        patients=patients,
        rules=tuple(_counted(rule, counts) for rule in RULES),
        rows=tuple(sorted(found, key=lambda one: RULES.index(one.rule))),
    )


def _counted(rule: str, counts: dict[str, tuple[int, ...]]) -> RuleCount:
    compared, found, patients = counts.get(rule, (0, 0, 0))
    return RuleCount(rule=rule, compared=compared, found=found, patients=patients)  # type: ignore[arg-type]
