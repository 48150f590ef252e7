"""Whether a version has a table at all: what nobody recorded is not counted as if it had not happened."""

from core.domain.errors import RequestError
from core.store.cohort_store import CohortStore


def require(store: CohortStore, table: str) -> None:
    """Raises RequestError, in words for a page, where the files of the version gave no such table."""
    if store.version.lacks(table):
        label = store.catalogue.table(table).label.lower()
        raise RequestError(
            f"No table of {label} came with this cohort, so nothing can be said of them. Import one beside the patients."
        )
