"""The patients behind one group of a rates result."""

from core.analysis.provenance import provenance
from core.catalogue.lookup import variable
from core.domain.members import Member, Members
from core.domain.rates import GroupRate, RateResult
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.queries import Question, member_rows

LISTED = 500


def members(store: CohortStore, result: RateResult, group: GroupRate) -> Members:
    """Who they are: pseudonym, baseline, the value in the window and what is known of their response; at most LISTED."""
    spec, catalogue = result.spec, store.catalogue
    question = Question(result.cohort, spec.endpoint, spec.month, spec.window)
    chosen = [variable(catalogue, name) for name in ("patient_id", *catalogue.baseline_variables)]
    place = tuple((grouping, level.value) for grouping, level in zip(spec.by, group.levels, strict=False))
    rows = member_rows(store, question, place, tuple(one.name for one in chosen), LISTED)
    kept = [at for at, _ in enumerate(chosen) if any(row[at] is not None for row in rows)]
    return Members(
        title=group.label,
        columns=tuple(chosen[at].label for at in kept),
        measure=catalogue.measure(spec.endpoint.measure).label,
        rows=tuple(
            Member(baseline=tuple(_shown(chosen[at], row[at]) for at in kept), value=row[-2], outcome=row[-1]) for row in rows
        ),
        total=group.in_view,
        spec=spec,
        provenance=provenance(store, result.overall.in_view),
    )


def _shown(chosen: Variable, stored: str | float | None) -> str | float | None:
    return chosen.label_of(str(stored)) if chosen.choice and stored is not None else stored
