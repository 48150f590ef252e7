"""Who the patients of a group are."""

from dataclasses import dataclass

from core.domain.endpoint import Outcome
from core.domain.provenance import Provenance
from core.domain.rates import RateSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One patient: baseline values (None where not recorded), the measure in the window, and what is known of the response."""

    baseline: tuple[str | float | None, ...]
    value: float | None
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Patients of a group, one a row. `columns` label the baseline; `total` is how many there are, not all of them listed."""

    title: str
    columns: tuple[str, ...]
    measure: str
    rows: tuple[Member, ...]
    total: int
    spec: RateSpec
    provenance: Provenance
