"""Where a result comes from, read off the store it was computed on."""

from core.domain.provenance import Provenance
from core.store.cohort_store import CohortStore


def provenance(store: CohortStore, in_view: int) -> Provenance:
    """The data version and the number of patients in view."""
    version = store.version
    return Provenance(
        version=version.digest,
        cohort_name=version.cohort_name,
        synthetic=version.synthetic,
        published_at=version.published_at,
        patients=version.patients,
        in_view=in_view,
    )
