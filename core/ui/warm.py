"""A head start: while the first browser still loads its scripts, the server compiles and computes what the first page asks.

Nothing depends on it; without a store, or if anything goes wrong, the first visit simply does the work itself.
"""

import gc
import importlib

from core.analysis.facets import facets
from core.analysis.rates import rates
from core.catalogue.lookup import endpoint, groupable
from core.charts.rate_bars import rate_bars
from core.domain.endpoint import AnalysisSet
from core.domain.errors import CohortError
from core.domain.filters import Clause, CohortFilter
from core.domain.rates import Grouping, RateSpec
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.texts import compile_clause
from core.ui import cached, controls, panel, rate_blocks  # noqa: F401  (loaded here, and not in the first visit)

LATER = (  # not pandas: a page that runs while another thread loads it finds half of it, and loses the click it runs for
    "scipy.special",
    "core.ui.overview_blocks",
    "core.ui.diagnostics_blocks",
    "core.ui.adjusted_blocks",
    "core.ui.subgroup_blocks",
    "core.ui.lab_blocks",
    "core.ui.lab_controls",
    "core.ui.quality_blocks",
    "core.ui.course_blocks",
    "core.ui.outlier_blocks",
)
USUAL_CHOICES = (1, 2, 3)  # values ticked; more are compiled when they come


def first_page() -> None:
    """Computes what the first page asks, and takes all that was loaded out of the garbage collector's rounds.

    Without that every rerun of a page pays a full collection over the libraries (measured: 108 against 25 ms a round trip).
    """
    try:
        store = cached.store()
        facets(store, CohortFilter())
        rate_bars(rates(store, CohortFilter(), _first_question(store)))
    except CohortError:
        pass  # the page will say it
    gc.freeze()


def first_clicks() -> None:
    """Compiles the usual clauses and loads what other pages and intervals need: a first click is as fast as a second."""
    for name in LATER:
        importlib.import_module(name)
    try:
        store = cached.store()
        for variable in store.catalogue.filterable:
            for clause in _usual_clauses(variable):
                compile_clause(store, clause)
    except CohortError:
        pass
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
