"""Very many patients of a model, held as codes: too many covariate patterns to list them, yet few values of each term."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from core.analysis.design import Column
from core.analysis.used import Used
from core.domain.endpoint import Outcome
from core.domain.model import ModelSpec
from core.stats.regression.coded import Batch, CodedDesign, Source, coded_design, counted, told_columns
from core.stats.regression.rank import Alias
from core.store.model_rows import CovariatePattern, Value
from core.store.model_stream import HeldPatients

MOST_CODES = 500_000
"""Values of a term, or pairs of values of an interaction, that are listed."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The values of one term, or the pairs of values of two, among the patterns: from `start` on, as the `source` codes them.
    `n` counts the patients of each; `total` and `squares` are the sums of their outcomes."""

    places: tuple[int, ...]
    start: int
    source: Source
    n: tuple[int, ...]
    total: tuple[float, ...]
    squares: tuple[float, ...]

    @property
    def at(self) -> slice:
        """Where the part stands among the patterns."""
        return slice(self.start, self.start + len(self.n))


@dataclass(frozen=True, slots=True, eq=False)
class Streamed(Used):
    """The patients themselves by batch, while `patterns` only list the values of every term, one term after the other (None
    in the other terms), and then the pairs of values of every interaction.

    `n` counts the patients of every value, 0 for pairs, so that each term counts everyone once.
    """

    batches: tuple[Batch, ...]
    parts: dict[str, Part]

    @property
    def patients(self) -> int:
        """How many are used."""
        return sum(len(batch.outcome) for batch in self.batches)

    @property
    def responders(self) -> int:
        """How many of them respond; of least squares, nothing to go by."""
        return sum(self.events[next(iter(self.parts.values())).at]) if self.parts else 0

    def counted(self, members: Sequence[bool], places: Sequence[int]) -> tuple[int, int]:
        """Patients and responders that are members by the terms at these places."""
        part = self._of(places)
        inside = [at for at, member in enumerate(members[part.at]) if member]
        return sum(part.n[at] for at in inside), sum(self.events[part.start + at] for at in inside)

    def has(self, members: Sequence[bool], places: Sequence[int]) -> bool:
        """Is anybody a member, by the terms at these places?"""
        return self.counted(members, places)[0] > 0

    def told(self, columns: Sequence[Column]) -> tuple[Alias, ...]:
        """The columns that those before them tell; the intercept is column 0."""
        return told_columns(self.design(columns)) if self.batches and columns else ()

    def design(self, columns: Sequence[Column]) -> CodedDesign:
        """All patients in these columns."""
        keys = list(self.parts)
        looked = [(keys.index(one.variable), one.values[self.parts[one.variable].at]) for one in columns]
        return coded_design(self.batches, [part.source for part in self.parts.values()], looked)

    def alone(self, key: str) -> Used:
        """The same patients counted by one term."""
        at = self.parts[key].at
        return self.only(range(at.start, at.stop))

    def _of(self, places: Sequence[int]) -> Part:
        return next(part for part in self.parts.values() if part.places == tuple(places))


def streamed(spec: ModelSpec, held: HeldPatients) -> Streamed | None:
    """The patients used; None where a term or an interaction takes too many values to list them."""
    names = [term.variable for term in spec.main_terms]
    terms = {term.key: (names.index(term.variable),) for term in spec.main_terms}
    pairs = {term.key: (names.index(term.variable), names.index(term.by)) for term in spec.terms if term.by}
    sizes = [len(values) for values in held.values]
    if any(prod(sizes[place] for place in places) > MOST_CODES for places in (*terms.values(), *pairs.values())):
        return None
    batches = tuple(Batch(tuple(codes.to_numpy() for codes in batch.codes), batch.outcome.to_numpy()) for batch in held.batches)
    parts: dict[str, Part] = {}
    patterns: list[CovariatePattern] = []
    for key, places in (terms | pairs).items():
        source, total, squares = counted(batches, places, tuple(sizes[place] for place in places))
        n = tuple(int(one) for one in source.n)
        parts[key] = Part(places, len(patterns), source, n, tuple(total.tolist()), tuple(squares.tolist()))
        patterns += _listed(held, places, len(sizes))
    return _counted(spec, batches, patterns, parts)


def _listed(held: HeldPatients, places: tuple[int, ...], width: int) -> list[CovariatePattern]:
    """A pattern a value, or a pair of values, with None in all other terms."""
    found = []
    for values in product(*(held.values[place] for place in places)):
        row: list[Value] = [None] * width
        for place, value in zip(places, values, strict=True):
            row[place] = value
        found.append(CovariatePattern(tuple(row), Outcome.MISSING, None, 0))
    return found


def _counted(spec: ModelSpec, batches: tuple[Batch, ...], patterns: list[CovariatePattern], parts: dict[str, Part]) -> Streamed:
    n = [one if len(part.places) == 1 else 0 for part in parts.values() for one in part.n]
    total = tuple(one for part in parts.values() for one in part.total)
    logit = spec.kind == "logistic"
    return Streamed(
        patterns=tuple(patterns),
        n=tuple(n),
        events=tuple(map(int, total)) if logit else (0,) * len(n),
        total=total,
        squares=tuple(one for part in parts.values() for one in part.squares),
        batches=batches,
        parts=parts,
    )
