"""Where a result comes from: which data version, how many patients, and whether they are real."""

from dataclasses import dataclass

from core.domain.centres import NO_CENTRE, Centre


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The data version a result was computed on. `published_at` is an ISO date-time in UTC."""

    version: str
    cohort_name: str
    synthetic: bool
    published_at: str
    patients: int
    in_view: int


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of the files: a name, whether they are simulated, the published analysis they mirror, and the one centre
    they are of.

    `pseudonyms`: patients are published under other names than the files give them. `dates_shifted`: the dates of each patient
    are published some days earlier, the same number for all of one patient. `unrecorded`: as a version says it.
    """

    name: str
    synthetic: bool = False
    reference: str = ""
    centre: Centre = NO_CENTRE
    pseudonyms: bool = False
    dates_shifted: bool = False
    unrecorded: tuple[tuple[str, str], ...] = ()

    @property
    def guarded(self) -> bool:
        """True where the key of the store is needed."""
        return self.pseudonyms or self.dates_shifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a published store says of itself.

    `schema` is the fingerprint of the data model it was made for, `sources` are the names of the files it was made from,
    `months` are those with a visit, `reference` names a published analysis that the cohort mirrors. `pseudonyms`: patients are
    not called as in the files. `dates_shifted`: the dates of each patient are some days earlier than they were; the time
    between two of them is not changed. `given_empty` are tables that the files gave and that have no row, `unrecorded` pairs of
    a table and a site, empty for patients without one, whose files gave no such table while those of others did.
    """

    digest: str
    file: str
    schema: str
    catalogue: str
    cohort_name: str
    synthetic: bool
    reference: str
    published_at: str
    sources: tuple[str, ...]
    patients: int
    visits: int
    adverse_events: int
    labs: int
    months: tuple[int, ...]
    in_force: bool = True
    pseudonyms: bool = False
    dates_shifted: bool = False
    given_empty: tuple[str, ...] = ()
    unrecorded: tuple[tuple[str, str], ...] = ()

    def lacks(self, table: str) -> bool:
        """True where the files gave no such table; one that they gave and that is empty says that there was nothing."""
        rows = {"patient": self.patients, "visit": self.visits, "adverse_event": self.adverse_events, "lab": self.labs}
        return not rows[table] and table not in self.given_empty

    def has(self, table: str, site: str) -> bool:
        """True where the files of a site gave such a table; empty for patients without a site."""
        return not self.lacks(table) and (table, site) not in self.unrecorded

    def sites_without(self, table: str) -> tuple[str, ...]:
        """The sites that gave no such table while others did; empty for patients without a site."""
        return tuple(site for one, site in self.unrecorded if one == table)
