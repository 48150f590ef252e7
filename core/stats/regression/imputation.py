"""Multiple imputation by chained equations: values not recorded, drawn from what else is known of a patient."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.stats.regression.imputation_draws import matched, stepped
from core.stats.regression.patterns import Array, Mask


@dataclass(frozen=True, slots=True, eq=False)
class Incomplete:
    """One variable of n patients: values (n,), NaN where not recorded. `levels` is 0 for a number; else values are the whole
    numbers 0 to levels - 1, each of which is recorded of somebody."""

    values: Array
    levels: int = 0

    @property
    def missing(self) -> Mask:
        """Give who has no value, (n,)."""
        return np.isnan(self.values)


def incomplete(values: Sequence[float | None], levels: int = 0) -> Incomplete:
    """Give a variable from its values, None where not recorded."""
    return Incomplete(np.array([np.nan if value is None else value for value in values], dtype=np.float64), levels)


def impute(variables: Sequence[Incomplete], *, m: int, cycles: int, seed: int) -> list[Array]:
    """Give each variable completed, (m, n): recorded values as they are, the others drawn.

    Chained equations (van Buuren & Groothuis-Oudshoorn 2011, doi 10.18637/jss.v045.i03): begin with recorded values at
    random; then, `cycles` times over, draw every incomplete variable from a regression on all the others, numbers as they
    are and levels as indicators: numbers by predictive mean matching, levels by Bayesian logistic steps. The same seed and
    values give the same draws. ValueError for a variable of which nothing is recorded.
    """
    if any(one.missing.all() for one in variables):
        raise ValueError("a variable of which nothing is recorded cannot be imputed")
    rng = np.random.default_rng(seed)
    chain = _Chain(variables, [_begun(one, m, rng) for one in variables])
    for _ in range(cycles):
        for place in chain.incomplete:
            chain.draw(place, rng)
    return chain.values


def _begun(one: Incomplete, m: int, rng: np.random.Generator) -> Array:
    """Give the variable (m, n) with recorded values at random in its gaps."""
    begun, gaps = np.tile(one.values, (m, 1)), one.missing
    begun[:, gaps] = rng.choice(one.values[~gaps], (m, int(gaps.sum())))
    return begun


class _Chain:
    """Where m chains stand: the values of every variable (m, n), and the columns they make (m, n, p), the intercept first."""

    def __init__(self, variables: Sequence[Incomplete], values: list[Array]) -> None:
        self.variables, self.values = variables, values
        self.incomplete = [place for place, one in enumerate(variables) if one.missing.any()]
        made = [_columns(one, begun) for one, begun in zip(variables, values, strict=True)]
        ends = 1 + np.cumsum([block.shape[2] for block in made])
        self.blocks = [np.arange(end - block.shape[2], end) for block, end in zip(made, ends, strict=True)]
        self.x = np.concatenate([np.ones((*made[0].shape[:2], 1)), *made], axis=2)
        self.modes: list[dict[int, Array]] = [{} for _ in variables]

    def draw(self, place: int, rng: np.random.Generator) -> None:
        """Draws one variable anew, given all the others as they stand."""
        one = self.variables[place]
        others = np.delete(self.x, self.blocks[place], axis=2)
        gaps = one.missing
        known = one.values[~gaps]
        x, z = others[:, ~gaps], others[:, gaps]
        drawn = stepped(x, known, z, rng, self.modes[place]) if one.levels else matched(x, known, z, rng)
        self.values[place][:, gaps] = drawn
        self.x[:, :, self.blocks[place]] = _columns(one, self.values[place])


def _columns(one: Incomplete, values: Array) -> Array:
    """Give a variable's columns (m, n, c), each with mean 0 and standard deviation 1 among those recorded; 0 where constant."""
    if not one.levels:
        return _scaled(values[:, :, None], one.values[~one.missing][:, None])
    levels = np.arange(1, one.levels)
    known = one.values[~one.missing]
    return _scaled((values[:, :, None] == levels).astype(np.float64), (known[:, None] == levels).astype(np.float64))


def _scaled(values: Array, known: Array) -> Array:
    size = known.std(0)
    return np.asarray((values - known.mean(0)) / np.where(size > 0, size, 1.0))
