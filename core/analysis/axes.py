"""The terms of a model as they meet the patients used: levels that occur, knots, and where an interaction holds the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.terms import term_levels
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.terms import LAST, Term
from core.domain.variable import Level
from core.stats.regression.spline import knots_at
from core.stats.summaries import Counted, median_iqr
from core.store.model_rows import CovariatePattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One term, its `place` among the values of a pattern, and the levels that occur among the patients used, its reference
    among them. A number has `quarters` instead (lower quartile, median and upper quartile of the patients used; the ends
    where the quartiles are the same), a spline `knots`, and an interaction the two axes it is `of`.
    """

    term: Term
    place: int
    label: str
    levels: tuple[Level, ...] = ()
    reference: Level | None = None
    quarters: tuple[float, float, float] = (0.0, 0.0, 0.0)
    knots: tuple[float, ...] = ()
    of: tuple["Axis", ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """The places of its values in a pattern: two of an interaction."""
        return tuple(one.place for one in self.of) or (self.place,)

    @property
    def constant(self) -> bool:
        """True where all patients used have one level."""
        return len(self.levels) == 1


def axes(
    catalogue: Catalogue, terms: Sequence[Term], patterns: Sequence[CovariatePattern], n: Sequence[int]
) -> tuple[Axis, ...]:
    """Every term with its levels, the interactions last. The reference asked for, if it occurs, else the first level that
    does."""
    main = {term.variable: term for term in terms if not term.by}
    made = {name: axis_of(catalogue, term, at, patterns, n) for at, (name, term) in enumerate(main.items())}
    return (*made.values(), *(_crossing(term, made[term.variable], made[term.by]) for term in terms if term.by))


def _counted(patterns: Sequence[CovariatePattern], n: Sequence[int], place: int) -> list[tuple[object, int]]:
    found = ((pattern.values[place], patients) for pattern, patients in zip(patterns, n, strict=True))
    return [(value, patients) for value, patients in found if value is not None]


def axis_of(catalogue: Catalogue, term: Term, place: int, patterns: Sequence[CovariatePattern], n: Sequence[int]) -> Axis:
    """A term of one variable, whose values stand at this place of the patterns of n patients each."""
    chosen, found = variable(catalogue, term.variable), _counted(patterns, n, place)
    label = chosen.label
    if term.form in ("linear", "spline"):
        numbers = [(float(value), patients) for value, patients in found if isinstance(value, int | float)]
        knots = knots_at(numbers, term.knots) if term.knots else ()
        return Axis(term=term, place=place, label=label, quarters=_quarters(numbers, chosen.step), knots=knots)
    levels = tuple(term_levels(catalogue, term, sorted({str(value) for value, _ in found})))
    wanted = levels[-1].value if levels and term.reference == LAST else term.reference
    reference = next((level for level in levels if level.value == wanted), levels[0] if levels else None)
    return Axis(term=term, place=place, label=label, levels=levels, reference=reference)


def _quarters(numbers: Counted, step: float) -> tuple[float, float, float]:
    """Rounded to the step of the variable, so that what is printed is what was used."""
    found = median_iqr(numbers)
    if found.lower is None or found.median is None or found.upper is None:
        return (0.0, 0.0, 0.0)
    low, middle, high = (round(round(value / step) * step, 6) for value in (found.lower, found.median, found.upper))
    values = [value for value, _ in numbers]
    return (low, middle, high) if low < high else (min(values), middle, max(values))


def _crossing(term: Term, first: Axis, second: Axis) -> Axis:
    return Axis(term=term, place=-1, label=f"{first.label} × {second.label}", of=(first, second))
