"""A head start: while the first browser still loads its scripts, the server compiles and computes what the first page asks.

Nothing depends on it; without a store, or if anything goes wrong, the first visit simply does the work itself.
"""

import gc
import threading

from core.analysis.facets import facets
from core.analysis.rates import rates
from core.catalogue.lookup import endpoint, groupable
from core.domain.endpoint import AnalysisSet
from core.domain.errors import CohortError
from core.domain.filters import Clause, CohortFilter
from core.domain.rates import Grouping, RateSpec
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.texts import compile_clause
from core.ui import cached

USUAL_CHOICES = (1, 2, 3)  # values ticked; more are compiled when they come


def begin() -> None:
    """Starts the head start in the background."""
    threading.Thread(target=_run, name="head start", daemon=True).start()


def _run() -> None:
    try:
        store = cached.store()
        facets(store, CohortFilter())
        rates(store, CohortFilter(), _first_question(store))
    except CohortError:
        return
    for variable in store.catalogue.filterable:
        for clause in _usual_clauses(variable):
            compile_clause(store, clause)
    gc.collect()
    gc.freeze()


def _first_question(store: CohortStore) -> RateSpec:
    catalogue = store.catalogue
    first = groupable(catalogue)[0]
    return RateSpec(
        endpoint=endpoint(catalogue, catalogue.default_endpoint),
        month=catalogue.default_month,
        window=catalogue.window,
        analysis_set=AnalysisSet.OBSERVED,
        by=(Grouping(first.name, first.cuts),),
    )


def _usual_clauses(variable: Variable) -> list[Clause]:
    if variable.numeric:
        return [Clause(column=variable.name, kind="range", low=0)]
    return [Clause(column=variable.name, kind="in", values=tuple(map(str, range(n)))) for n in USUAL_CHOICES]
