"""One centre among several: what an import of it is asked, and what came of the patients of each."""

from dataclasses import dataclass
from pathlib import Path

SITE = "site"  # the variable of a patient


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The one centre that all patients of an import are of, and what is put before their identifiers; empty where nothing is.

    `beside` is the folder of the store whose version in force has the other centres.
    """

    site: str = ""
    prefix: str = ""
    beside: Path | None = None

    def __post_init__(self) -> None:
        if self.site and self.beside is None:
            raise ValueError(f"{self.site!r} has no store whose other centres are kept.")


NO_CENTRE = Centre()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """What became of the sites: `site` had `before` patients and has `after`; `kept` are pairs of another site, empty for
    patients without one, and its patients, by name."""

    site: str
    before: int
    after: int
    kept: tuple[tuple[str, int], ...] = ()
