"""What a cohort's tables contain: variables, their levels and bands, and the tables that hold them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["identifier", "category", "flag", "number", "integer", "date", "text", "event"]
Timing = Literal["baseline", "post-baseline", "any visit"]
Counted = Literal["", "after", "before", "whole years before"]
AS_DATE, AS_EVENT = " as a date", " as an event"  # behind the name of a variable, of its other forms


@dataclass(frozen=True, slots=True)
class Level:
    """One allowed value of a category, as stored, and as readers see it."""

    value: str
    label: str
    also: tuple[str, ...] = ()  # other words for it in files, whatever their case and width


FLAG_LEVELS = (Level("1", "Yes"), Level("0", "No"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One column: its name, words, unit, type, allowed values or plausible range, and when it is known.

    `levels` empty for a category means: whatever the data hold (site, drug). `cuts` are the default cut points when a
    number is shown in groups. `step` is the resolution at which a number is offered for filtering.
    `not_above` and `not_below` name a column of the same table that this number cannot exceed, or fall short of.
    `counted` says that the number is the time from the start of treatment to a day, or from a day to the start, so that files
    may give the day instead.
    `also` are other names that files give the column, `also_days`, `also_weeks` and `also_events` those of its other forms;
    only a time with the last may be given as the event of a project's plan ("month_3_arm_1"), a form of the kind `event`.
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
    not_below: str = ""
    counted: Counted = ""
    also: tuple[str, ...] = ()
    also_days: tuple[str, ...] = ()
    also_weeks: tuple[str, ...] = ()
    also_events: tuple[str, ...] = ()
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
        """True where whatever stands in a cell is its value: free text, categories of any values."""
        return self.kind == "text" or (self.kind == "category" and not self.levels)

    @property
    def counted_to_its_end(self) -> bool:
        """True for the time, or the day, at which something that began before came to its end; it may be going on."""
        return bool(self.not_below) and (self.counted == "after" or self.kind == "date")

    @property
    def other_forms(self) -> tuple["Variable", ...]:
        """What files may give instead of a time counted from the start of treatment: its day, weeks after it, or an event."""
        if not self.counted:
            return ()
        form = replace(self, counted="")
        label, also = f"{self.label}{AS_DATE}", self.also_days
        day = replace(form, name=f"{self.name}{AS_DATE}", label=label, kind="date", unit="", also=also)
        label, also = f"{self.label} in weeks", self.also_weeks
        weeks = replace(form, name=f"{self.name} in weeks", label=label, unit="weeks", low=0, high=5_000, also=also)
        label, also = f"{self.label}{AS_EVENT}", self.also_events
        event = replace(form, name=f"{self.name}{AS_EVENT}", label=label, kind="event", unit="", also=also)
        return (day, *([weeks] if self.counted == "after" else []), *([event] if also else []))

    @property
    def forms(self) -> tuple["Variable", ...]:
        """The variable itself and what files may give instead."""
        return self, *self.other_forms

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
    """One table of the data model; `key` are the columns that together may occur once, `measured` those that a row is made
    for: without any of them it says nothing."""

    name: str
    label: str
    row: str  # what one row is
    variables: tuple[Variable, ...]
    key: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    required: bool = False

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)

    def variable(self, name: str) -> Variable:
        """The variable of that name."""
        return next(variable for variable in self.variables if variable.name == name)


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
