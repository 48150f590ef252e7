"""The filter panel's counts, asked for while the page is still being drawn; computed once a version and filter, for all.

They take longer than the charts and are needed last: the engine counts on one core while the page is put together on another.
"""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from core.analysis.facets import facets
from core.domain.facets import Facets
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore

KEPT = 2000  # filters
_counting = ThreadPoolExecutor(max_workers=2, thread_name_prefix="panel")
_asked: OrderedDict[tuple[str, str], Future[Facets]] = OrderedDict()
_asking = Lock()


def counts(source: CohortStore, cohort: CohortFilter) -> "Future[Facets]":
    """The counts, as they come; `result()` waits for them, and raises StoreError where the store failed, which is not kept."""
    key = (source.version.digest, cohort.to_query())
    with _asking:
        found = _asked.get(key)
        if found is None or (found.done() and found.exception() is not None):
            found = _asked[key] = _counting.submit(facets, source, cohort)
            if len(_asked) > KEPT:
                _asked.popitem(last=False)
        _asked.move_to_end(key)
    return found
