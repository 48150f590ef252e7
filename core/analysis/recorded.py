"""Of whom a version has a table at all: what nobody recorded is not counted as if it had not happened."""

from core.analysis.facets import total_counts
from core.catalogue.lookup import checked
from core.domain.centres import SITE
from core.domain.errors import RequestError
from core.domain.filters import Clause, CohortFilter
from core.store.cohort_store import CohortStore


def recorded(store: CohortStore, cohort: CohortFilter, table: str) -> CohortFilter:
    """The same cohort without the sites that gave no such table while others did; the very same where all gave it.

    Raises RequestError, in words for a page, where the files gave none at all or none of the sites asked for, and FilterError.
    """
    label = store.catalogue.table(table).label.lower()
    if store.version.lacks(table):
        raise RequestError(
            f"No table of {label} came with this cohort, so nothing can be said of them. Import one beside the patients."
        )
    without = store.version.sites_without(table)
    if not without:
        return cohort
    asked = checked(store.catalogue, cohort).on(SITE) or _every_site(store)
    kept = tuple(site for site in asked.values if site not in without)
    unnamed = asked.keep_missing and "" not in without
    if (kept, unnamed) == (asked.values, asked.keep_missing):
        return cohort
    if not kept and not unnamed:
        raise RequestError(f"No table of {label} came from the sites in view, so nothing can be said of them here.")
    return cohort.having(Clause(column=SITE, kind="in", values=kept, keep_missing=unnamed))


def _every_site(store: CohortStore) -> Clause:
    found = [site for site, _ in total_counts(store)[SITE]]
    named = tuple(str(site) for site in found if site is not None)
    return Clause(column=SITE, kind="in", values=named, keep_missing=None in found)
