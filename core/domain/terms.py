"""The terms of a model: which variable, in which form."""

from dataclasses import dataclass
from typing import Literal

from core.domain.errors import RequestError
from core.domain.filters import number
from core.domain.variable import Variable

LAST = "last"  # as a reference: the highest group between cut points, however many there are
Form = Literal["levels", "linear", "cuts", "spline", "interaction"]
KNOTS = (3, 4, 5)
USUAL_KNOTS = 3  # of a curve that nobody chose: over a number alone, or beside a line that is tested for being one
MOST_TERMS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One variable of a model and its form, or the interaction of two.

    Forms: its levels, a line per `per` units, groups between cut points, or a restricted cubic spline with so many `knots`.
    `reference` is the level others are compared with (of cut points: how many are exceeded, as text, or "last"); "" for the
    first level with patients. An interaction is that of `variable` with the variable `by`, in the forms of their own terms.
    """

    variable: str
    form: Form
    reference: str = ""
    per: float = 1.0
    cuts: tuple[float, ...] = ()
    knots: int = 0
    by: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", tuple(sorted(set(self.cuts))))
        if (self.form == "cuts") != bool(self.cuts):
            raise RequestError(f"{self.variable} needs cut points for groups, and none for another form.")
        if not 0.001 <= self.per <= 1000:
            raise RequestError(f"{self.variable} cannot be told per {self.per:g} units. Use 0.001 to 1000, for example 10.")
        if (self.form == "spline") != (self.knots in KNOTS):
            raise RequestError(f"A spline of {self.variable} needs 3, 4 or 5 knots, and other forms none.")
        if (self.form == "interaction") != bool(self.by) or self.by == self.variable:
            raise RequestError(f"An interaction of {self.variable} needs another variable to go with it.")

    @property
    def key(self) -> str:
        """What tells the term from the others of a model: its variable, or both of an interaction."""
        return f"{self.variable}*{self.by}" if self.by else self.variable

    def to_text(self) -> str:
        """The term as links and the command line spell it: `sex=M`, `age_years*10`, `duration_years:4=1`, `age_years~3`
        (spline), `sex*age_years` (interaction)."""
        if self.form == "interaction":
            return self.key
        if self.form == "spline":
            return f"{self.variable}~{self.knots}"
        if self.form == "linear":
            return f"{self.variable}*{number(self.per)}"
        cuts = ":" + ",".join(map(number, self.cuts)) if self.cuts else ""
        return self.variable + cuts + (f"={self.reference}" if self.reference else "")


def check_terms(terms: tuple[Term, ...], *, together: bool) -> None:
    """Raises RequestError unless there are 1 to MOST_TERMS terms, each stands once, and every interaction can be."""
    names = [term.key for term in terms]
    if not 1 <= len(names) <= MOST_TERMS:
        raise RequestError(f"A model needs 1 to {MOST_TERMS} terms; {len(names)} were asked for.")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestError(f"{twice} stands in the model twice. Keep one of the two.")
    _check_interactions(terms, together=together)


def _check_interactions(terms: tuple[Term, ...], *, together: bool) -> None:
    """Raises RequestError unless both variables of every interaction are terms of one model, neither a spline, and each pair
    stands once."""
    forms = {term.variable: term.form for term in terms if not term.by}
    crossed = [term for term in terms if term.by]
    pairs = [{term.variable, term.by} for term in crossed]
    if crossed and not together:
        raise RequestError(f"The interaction {crossed[0].key} needs its terms together in one model. Take another preset.")
    for term, pair in zip(crossed, pairs, strict=True):
        for name in (term.variable, term.by):
            if name not in forms:
                raise RequestError(f"The interaction {term.key} needs {name} as a term of its own. Add it to the terms.")
            if forms[name] == "spline":
                raise RequestError(
                    f"The interaction {term.key} cannot be asked of a spline. Take {name} as a line or in groups."
                )
        if pairs.count(pair) > 1:
            raise RequestError(f"The interaction {term.key} stands in the model twice. Keep one of the two.")


def slope_label(variable: Variable, per: float) -> str:
    """`per 10 years`, `per point`: what a slope is told for."""
    one = variable.unit.removesuffix("s") or "point"
    return f"per {one}" if per == 1 else f"per {number(per)} {variable.unit or 'points'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A ready-made list of terms. `published` marks the one of the published analysis; without `together` each term stands in a
    model of its own."""

    key: str
    label: str
    terms: tuple[Term, ...]
    note: str
    published: bool = False
    together: bool = True
