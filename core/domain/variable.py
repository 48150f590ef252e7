"""What a cohort's tables contain: variables, their levels and bands, and the tables that hold them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["identifier", "category", "flag", "number", "integer", "date", "text"]
Timing = Literal["baseline", "post-baseline", "any visit"]


@dataclass(frozen=True, slots=True)
class Level:
    """One allowed value of a category, as stored, and as readers see it."""

    value: str
    label: str


FLAG_LEVELS = (Level("1", "Yes"), Level("0", "No"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One column: its name, words, unit, type, allowed values or plausible range, and when it is known.

    `levels` empty for a category means: whatever the data hold (site, drug). `cuts` are the default cut points when a
    number is shown in groups. `step` is the resolution at which a number is offered for filtering.
    `not_above` names a column of the same table that this number cannot exceed.
    `discrete` marks a number that takes few values (dose, a 0-3 score) and is chosen from, like a category.
    `ordered` says that the levels have a natural order, so that a trend can be tested.
    """

    name: str
    label: str
    kind: Kind
    definition: str
    unit: str = ""
    levels: tuple[Level, ...] = ()
    low: float | None = None
    high: float | None = None
    step: float = 1.0
    cuts: tuple[float, ...] = ()
    not_above: str = ""
    discrete: bool = False
    timing: Timing = "baseline"
    required: bool = False
    filterable: bool = False
    ordered: bool = False

    @property
    def written_in_digits(self) -> bool:
        """True for every number, filtered by range or chosen from."""
        return self.kind in ("number", "integer")

    @property
    def verbatim(self) -> bool:
        """True where whatever stands in a cell is its value: identifiers, free text, categories of any values."""
        return self.kind in ("identifier", "text") or (self.kind == "category" and not self.levels)

    @property
    def numeric(self) -> bool:
        """True for numbers filtered by range and grouped by cut points."""
        return self.written_in_digits and not self.discrete

    @property
    def choice(self) -> bool:
        """True for variables filtered and grouped by their values."""
        return self.kind in ("category", "flag") or self.discrete

    @property
    def choices(self) -> tuple[Level, ...]:
        """The levels the catalogue lists; empty where the data decide."""
        return FLAG_LEVELS if self.kind == "flag" else self.levels

    def label_of(self, value: str) -> str:
        """The words for a stored value; the value itself where the catalogue does not list it."""
        return next((level.label for level in self.choices if level.value == value), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the data model; `key` are the columns that together may occur once."""

    name: str
    label: str
    row: str  # what one row is
    variables: tuple[Variable, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One band of a score: low < value <= high, where `low_inclusive` turns the lower < into <=."""

    value: str
    label: str
    low: float | None
    high: float | None
    low_inclusive: bool = False
    high_inclusive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A score taken at visits (a column of `visit`), from which baselines and endpoints are made.

    `parts` maps component columns to their weight in the total, for the check of one against the other.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    bands: tuple[Band, ...] = ()
    bands_label: str = ""
    parts: tuple[tuple[str, float], ...] = ()
    parts_tolerance: float = 0.0
