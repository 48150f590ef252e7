"""eGFR by the Japanese equation and by CKD-EPI 2021, in everyone treated and in view."""

from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import lab_test
from core.domain.catalogue import Catalogue
from core.domain.filters import CohortFilter
from core.domain.kidney import KidneyPoint, KidneyResult, Spread
from core.store.cohort_store import CohortStore
from core.store.distributions import patients_in_view
from core.store.kidneys import KidneyPattern, Quartiles, fell, kidney_patterns
from core.store.lab_courses import drugs_in_view


def kidney(store: CohortStore, cohort: CohortFilter) -> KidneyResult:
    """Both equations, month by month. Raises FilterError where it cannot be asked."""
    cohort = recorded(store, cohort, "lab")
    rule = store.catalogue.kidney_rule
    measured, fell_japan = fell(store, cohort, rule, rule.japan)
    drugs = {drug.casefold() for drug in drugs_in_view(store, cohort)}
    catalogue = store.catalogue
    return KidneyResult(
        cohort=cohort,
        provenance=provenance(store, patients_in_view(store, cohort)),
        rule=rule,
        measured=measured,
        points=tuple(_point(one, _per_step(catalogue)) for one in kidney_patterns(store, cohort, rule)),
        fell_japan=fell_japan,
        fell_ckd_epi=fell(store, cohort, rule, rule.ckd_epi)[1],
        monitoring=tuple(one for one in catalogue.monitoring if one.test == rule.japan and one.drug in drugs),
        effects=tuple(one for one in catalogue.known_effects if one.test == rule.creatinine and one.drug in drugs),
        note=_note(store),
    )


def _note(store: CohortStore) -> str:
    """How kidney events were graded, where the cohort is simulated after a published one."""
    mirrored = store.version.reference if store.version.synthetic else ""
    return next((one.kidney_note for one in store.catalogue.published if one.key == mirrored), "")


def _per_step(catalogue: Catalogue) -> float:
    """How many of the unit of steps one unit of creatinine is."""
    rule = catalogue.kidney_rule
    return 1 / next(unit.factor for unit in lab_test(catalogue, rule.creatinine).units if unit.name == rule.step_unit)


def _point(one: KidneyPattern, per_step: float) -> KidneyPoint:
    return KidneyPoint(
        month=one.month,
        n=one.n,
        japan=_spread(one.japan),
        ckd_epi=_spread(one.ckd_epi),
        difference=_spread(one.difference),
        n_step=one.n_step,
        step=_spread(one.step, per_step),
        low_japan=one.low_japan,
        low_ckd_epi=one.low_ckd_epi,
    )


def _spread(found: Quartiles, times: float = 1.0) -> Spread:
    lower, median, upper = (None, None, None) if found is None else (part * times for part in found)
    return Spread(lower=lower, median=median, upper=upper)
