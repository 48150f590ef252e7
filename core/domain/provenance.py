"""Where a result comes from: which data version, how many patients, and whether they are real."""

from dataclasses import dataclass


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
    """What the files say of themselves: a name, whether they are simulated, and the published analysis they mirror."""

    name: str
    synthetic: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a published store says of itself.

    `schema` is the fingerprint of the data model it was made for, `sources` are the names of the files it was made from,
    `months` are those with a visit, `reference` names a published analysis that the cohort mirrors.
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
