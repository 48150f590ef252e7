"""The patients behind one group of a rates result."""

from core.analysis.provenance import provenance
from core.catalogue.lookup import variable
from core.domain.endpoint import Outcome
from core.domain.members import Members
from core.domain.rates import GroupRate, RateResult
from core.store.cohort_store import CohortStore
from core.store.queries import Question, member_rows

LISTED = 500


def members(store: CohortStore, result: RateResult, group: GroupRate) -> Members:
    """Who they are: pseudonym, baseline, the value in the window and what it counts as; at most LISTED of them."""
    spec, catalogue = result.spec, store.catalogue
    question = Question(result.cohort, spec.endpoint, spec.month, spec.window)
    chosen = [variable(catalogue, name) for name in ("patient_id", *catalogue.baseline_variables)]
    place = tuple((grouping, level.value) for grouping, level in zip(spec.by, group.levels, strict=True))
    rows = member_rows(store, question, place, tuple(one.name for one in chosen), LISTED)
    kept = [position for position, _ in enumerate(chosen) if any(row[position] is not None for row in rows)]
    words = [
        (
            *(_words(chosen[at].label_of(str(row[at])) if chosen[at].choice else row[at], row[at]) for at in kept),
            row[-2],
            row[-1],
        )
        for row in rows
    ]
    measure = catalogue.measure(spec.endpoint.measure)
    columns = (*(chosen[at].label for at in kept), f"{measure.label} at month {spec.month}", "Counts as")
    return Members(
        title=group.label,
        columns=columns,
        rows=tuple((*row[:-1], Outcome(row[-1]).value) for row in words),
        total=group.in_view,
        provenance=provenance(store, result.overall.in_view),
    )


def _words(shown: object, stored: object) -> str | float | None:
    if stored is None:
        return None
    return shown if isinstance(shown, str | float) else str(shown)
