"""Who the patients of a group are."""

from dataclasses import dataclass

from core.domain.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Patients one a row. `columns` are labels; `rows` hold numbers, words, or None where not recorded; `total` is how many
    there are, of whom at most a page is listed."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    total: int
    provenance: Provenance
