"""The cohort filter's choices with their counts, and how many patients are in view."""

from functools import lru_cache

from core.catalogue.lookup import in_order
from core.domain.facets import Choice, Facet, Facets
from core.domain.filters import CohortFilter
from core.domain.variable import Level, Variable
from core.store.cohort_store import CohortStore
from core.store.distributions import Counts, facet_counts, patients_in_view
from core.store.schema import bin_width

Tally = dict[str | float | None, int]


def facets(store: CohortStore, cohort: CohortFilter) -> Facets:
    """The filter panel's content for this filter."""
    totals = total_counts(store)
    counts = facet_counts(store, cohort) if cohort.clauses else totals
    found = tuple(_facet(v, cohort, dict(counts[v.name]), dict(totals[v.name])) for v in store.catalogue.filterable)
    return Facets(
        cohort=cohort,
        in_view=_in_view(store, cohort, counts),
        patients=store.version.patients,
        facets=found,
    )


def _in_view(store: CohortStore, cohort: CohortFilter, counts: Counts) -> int:
    """How many the filter keeps: as many as have any value of a variable it does not name."""
    free = next((variable.name for variable in store.catalogue.filterable if cohort.on(variable.name) is None), None)
    return sum(n for _, n in counts[free]) if free else patients_in_view(store, cohort)


@lru_cache(maxsize=2)
def total_counts(store: CohortStore) -> Counts:
    """The counts without any filter; they belong to the version, so they are read once."""
    return facet_counts(store, CohortFilter())


def _facet(variable: Variable, cohort: CohortFilter, counts: Tally, totals: Tally) -> Facet:
    known = [value for value in totals if value is not None]
    edges = sorted(float(edge) for edge in known) if variable.numeric else []
    return Facet(
        variable=variable,
        clause=cohort.on(variable.name),
        choices=_choices(variable, counts, totals) if variable.choice else (),
        bins=tuple((edge, counts.get(edge, 0), totals[edge]) for edge in edges),
        bin_width=bin_width(variable),
        missing=counts.get(None, 0),
        missing_total=totals.get(None, 0),
    )


def _choices(variable: Variable, counts: Tally, totals: Tally) -> tuple[Choice, ...]:
    values = [level.value for level in variable.choices] or in_order(variable, (str(v) for v in totals if v is not None))
    return tuple(
        Choice(level=Level(value=value, label=variable.label_of(value)), n=counts.get(value, 0), total=totals.get(value, 0))
        for value in values
    )
