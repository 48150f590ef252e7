"""What changed between two published versions: patients, rows, values, and the figures a reader looks at first."""

from dataclasses import dataclass
from typing import Literal

from core.domain.estimates import Estimate
from core.domain.filters import CohortFilter
from core.domain.provenance import Version
from core.domain.rates import RateSpec

Status = Literal["compared", "same", "outdated"]  # outdated: the earlier one was made for another data model
Shown = Literal["treated", "completers", "response", "any event"]
LISTED = 100  # patients of each kind
VALUES_LISTED = 12  # changed values of a patient


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDiff:
    """The rows of one table, or those of one patient in it. `changed` have the same key and say something else; in a table
    whose rows are not `keyed`, one that changed counts as gone and as new. `before` and `after` count all rows."""

    label: str
    before: int
    after: int
    new: int
    gone: int
    changed: int
    keyed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableDiff:
    """In how many patients a value of one variable is another one now."""

    table: str
    label: str
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """One value of one patient; `place` tells which ("month 9"), empty for what a patient has once. None: not recorded."""

    label: str
    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDiff:
    """What is different in one patient: the first values that changed, how many more, and rows that came or went by table."""

    patient_id: str
    values: tuple[ValueChange, ...]
    more: int
    rows: tuple[TableDiff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everyone of both versions: `before` = `gone` + `changed` + `same`, `after` = `new` + `changed` + `same`.

    `new_ids`, `gone_ids` and `patients` are the first of each kind, by pseudonym. `variables`: the most often changed first.
    """

    before: int
    after: int
    new: int
    gone: int
    changed: int
    tables: tuple[TableDiff, ...]
    variables: tuple[VariableDiff, ...]
    new_ids: tuple[str, ...]
    gone_ids: tuple[str, ...]
    patients: tuple[PatientDiff, ...]

    @property
    def same(self) -> int:
        """Patients of whom nothing is different."""
        return self.after - self.new - self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of one version: `events` of `n`, with its rate where it is one; None where it cannot be told."""

    shown: Shown
    events: int
    n: int
    rate: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The same figure in both versions; None where a version has none: no visit near the month."""

    shown: Shown
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDiff:
    """What changed from one version to another; `headlines` are of those whom `cohort` keeps, `changes` of everyone.

    `changes` is None and `headlines` empty unless the two could be compared.
    """

    status: Status
    before: Version
    after: Version
    cohort: CohortFilter
    spec: RateSpec
    changes: Changes | None = None
    headlines: tuple[Headline, ...] = ()
