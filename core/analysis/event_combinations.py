"""Combinations of events in the same patients, of everyone treated and in view."""

from core.analysis.methods import check_method
from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.domain.catalogue import Catalogue
from core.domain.event_combinations import SHOWN, Combination, CombinationResult, CombinationSpec
from core.domain.filters import CohortFilter
from core.stats.intervals import PROPORTION_METHODS, proportion
from core.store.cohort_store import CohortStore
from core.store.distributions import patients_in_view
from core.store.event_combinations import event_combinations


def combinations(store: CohortStore, cohort: CohortFilter, spec: CombinationSpec) -> CombinationResult:
    """The most frequent combinations of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    cohort = recorded(store, cohort, "adverse_event")
    check_method(spec.interval, PROPORTION_METHODS)
    found, patients = event_combinations(store, cohort, spec, SHOWN)
    treated = patients_in_view(store, cohort)
    members = {one for each in found for one in each.members}
    kinds = sorted(((one, patients[one]) for one in members), key=lambda kind: (-kind[1], kind[0]))
    label = _labels(store.catalogue, spec)
    return CombinationResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, treated),
        treated=treated,
        had=found[0].had if found else 0,
        found=found[0].found if found else 0,
        several=found[0].several if found else 0,
        combinations=tuple(
            Combination(
                members=tuple(label.get(one, one) for one in each.members),
                patients=each.patients,
                rate=proportion(each.patients, treated, spec.interval, spec.level),
            )
            for each in found
        ),
        kinds=tuple((label.get(one, one), n) for one, n in kinds),
    )


def _labels(catalogue: Catalogue, spec: CombinationSpec) -> dict[str, str]:
    """What the sets of special interest are called; terms and categories have the names of the data."""
    return {one.key: one.label for one in catalogue.special_events} if spec.by == "special" else {}
