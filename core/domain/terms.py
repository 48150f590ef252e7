"""The terms of a model: which variable, in which form."""

from dataclasses import dataclass
from typing import Literal

from core.domain.errors import RequestError
from core.domain.filters import number
from core.domain.variable import Variable

LAST = "last"  # as a reference: the highest group between cut points, however many there are
Form = Literal["levels", "linear", "cuts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One variable of a model and its form: its levels, a line per `per` units, or groups between cut points.

    `reference` is the level others are compared with (of cut points: how many are exceeded, as text, or
    "last"); "" for the first level with patients. It means nothing for a line.
    """

    variable: str
    form: Form
    reference: str = ""
    per: float = 1.0
    cuts: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", tuple(sorted(set(self.cuts))))
        if (self.form == "cuts") != bool(self.cuts):
            raise RequestError(f"{self.variable} needs cut points for groups, and none for another form.")
        if not 0.001 <= self.per <= 1000:
            raise RequestError(f"{self.variable} cannot be told per {self.per:g} units. Use 0.001 to 1000, for example 10.")

    def to_text(self) -> str:
        """The term as links and the command line spell it: `sex=M`, `age_years*10`, `duration_years:4=1`."""
        if self.form == "linear":
            return f"{self.variable}*{number(self.per)}"
        cuts = ":" + ",".join(map(number, self.cuts)) if self.cuts else ""
        return self.variable + cuts + (f"={self.reference}" if self.reference else "")


def slope_label(variable: Variable, per: float) -> str:
    """`per 10 years`, `per point`: what a slope is told for."""
    one = variable.unit.removesuffix("s") or "point"
    return f"per {one}" if per == 1 else f"per {number(per)} {variable.unit or 'points'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A ready-made list of terms. `published` marks the one of the published analysis."""

    key: str
    label: str
    terms: tuple[Term, ...]
    note: str
    published: bool = False
