"""A design that is never written out: its columns are told by small codes of the patients, a few thousand at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from core.stats.regression.patterns import Array, Coordinates
from core.stats.regression.rank import Alias, aliased_columns, aliased_in_moments

Codes: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]
ROWS = 1 << 14
"""Patients filled in at a time: few enough that their columns stay in the processor's cache."""
SAMPLE = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some patients: their codes in every term, and their outcomes (m,)."""

    codes: Sequence[Codes]
    outcome: npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a column is looked up by: the codes of a term, or of two (the first times the `sizes` of the second, plus the
    second). `n` counts the patients of every code."""

    terms: tuple[int, ...]
    sizes: tuple[int, ...]
    n: Array


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A few thousand patients: design x (p, m) with a row a column and the intercept first, outcomes y (m,). Both are
    overwritten by the next one."""

    x: Array
    y: Array


@dataclass(frozen=True, eq=False)
class CodedDesign:
    """The patients by batch, and the p - 1 columns beside the intercept: the source of each and its values by code."""

    batches: Sequence[Batch]
    sources: tuple[Source, ...]
    columns: tuple[tuple[int, Array], ...]

    @property
    def p(self) -> int:
        """Give the number of columns, the intercept counted."""
        return 1 + len(self.columns)

    @cached_property
    def n(self) -> int:
        """Give the number of patients."""
        return sum(len(batch.outcome) for batch in self.batches)

    @cached_property
    def total(self) -> float:
        """Give the sum of the outcomes."""
        return sum(float(batch.outcome.sum(dtype=np.float64)) for batch in self.batches)

    def blocks(self, every: int = 1) -> Iterator[Block]:
        """Give the patients a few thousand at a time, all of them or each so-manieth."""
        x, y = np.ones((self.p, ROWS)), np.empty(ROWS)
        for batch in self.batches:
            for at in range(0, len(batch.outcome), ROWS * every):
                part = slice(at, at + ROWS * every, every)
                m = len(batch.outcome[part])
                self._fill(x, [codes[part] for codes in batch.codes], m)
                y[:m] = batch.outcome[part]
                yield Block(x[:, :m], y[:m])

    def sample(self) -> tuple[Array, Array]:
        """Give x (k, p) and y (k,) of some 200,000 patients spread over all; of everyone where they are fewer."""
        every = max(1, self.n // SAMPLE)
        parts = [(block.x.T.copy(), block.y.copy()) for block in self.blocks(every)]
        return np.concatenate([x for x, _ in parts]), np.concatenate([y for _, y in parts])

    def centred(self) -> tuple["CodedDesign", Coordinates]:
        """Give the design with columns of mean 0 and standard deviation 1, and coordinates whose `back` leads from its
        coefficients to those of this one (their `x` is empty). Costs nothing: only the values by code change."""
        back, moved = np.eye(self.p), []
        for j, (source, values) in enumerate(self.columns, start=1):
            share = self.sources[source].n / self.n
            middle = float(share @ values)
            spread = float(np.sqrt(share @ (values - middle) ** 2)) or 1.0
            moved.append((source, (values - middle) / spread))
            back[j, j], back[0, j] = 1 / spread, -middle / spread
        return CodedDesign(self.batches, self.sources, tuple(moved)), Coordinates(np.empty((0, self.p)), back)

    def _fill(self, x: Array, codes: Sequence[Codes], m: int) -> None:
        """Write the columns of m patients into x (p, ROWS)."""
        places: dict[int, npt.NDArray[np.intp]] = {}
        for j, (source, values) in enumerate(self.columns, start=1):
            if source not in places:
                places[source] = place_of(self.sources[source], codes)
            np.take(values, places[source], out=x[j, :m], mode="clip")


def coded_design(
    batches: Sequence[Batch], sources: Sequence[Source], columns: Sequence[tuple[int, Sequence[float]]]
) -> CodedDesign:
    """Give the design of these columns beside the intercept: the place of the source of each, and its values by code."""
    looked = tuple((source, np.asarray(values, dtype=np.float64)) for source, values in columns)
    return CodedDesign(batches, tuple(sources), looked)


def place_of(source: Source, codes: Sequence[Codes]) -> npt.NDArray[np.intp]:
    """Give the place (m,) of every patient in the values of a source."""
    first, *second = source.terms
    place = codes[first].astype(np.intp)
    for term in second:
        place *= source.sizes[1]
        place += codes[term]
    return place


def counted(batches: Sequence[Batch], terms: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[Source, Array, Array]:
    """Give the source of these terms, and for every code the sum of outcomes and of their squares."""
    many = int(np.prod(sizes))
    bare = Source(terms, sizes, np.zeros(many))
    n, total, squares = np.zeros(many), np.zeros(many), np.zeros(many)
    for batch in batches:
        place = place_of(bare, batch.codes)
        n += np.bincount(place, minlength=many)
        if batch.outcome.dtype == np.uint8:  # 0 and 1 are their own squares
            yes = np.bincount(place[batch.outcome > 0], minlength=many)
            total, squares = total + yes, squares + yes
        else:
            total += np.bincount(place, batch.outcome, many)
            squares += np.bincount(place, batch.outcome**2, many)
    return Source(terms, sizes, n), total, squares


def told_columns(design: CodedDesign) -> tuple[Alias, ...]:
    """Give the columns that those before them tell, over all patients.

    None where a sample tells them all apart, for more patients can only do so better. Else from the moments of everyone, in
    which a column is dropped when its residual is below 1e-5 of its length: moments carry half the digits of columns.
    """
    rows, _ = design.sample()
    if not aliased_columns(rows).dropped:
        return ()
    here, to = design.centred()
    moments = np.zeros((design.p, design.p))
    for block in here.blocks():
        moments += block.x @ block.x.T
    return aliased_in_moments(moments, to.back)
