"""Likelihood-ratio tests of columns and blocks of columns, plain or penalised, every refit in one batch."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Test
from core.stats.regression.logistic import fittable, start_at
from core.stats.regression.newton import Maxima, maximise
from core.stats.regression.objective import model
from core.stats.regression.patterns import Array, Coordinates, Patterns, Status, centred, patterns, scaled
from core.stats.special import chi_square_tail

LIKELIHOOD_RATIO = "likelihood-ratio test"
PENALISED_LIKELIHOOD_RATIO = "penalised likelihood-ratio test"
WALD_TEST = "Wald test"

Blocks = Sequence[Sequence[int]]


def likelihood_ratio_tests(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    events: npt.ArrayLike,
    blocks: Blocks,
    *,
    penalised: bool = False,
    known: Array | None = None,
) -> tuple[Test, ...]:
    """Give for each block of columns of x the test that all its coefficients are 0, on (columns in the block) df.

    `x` (k, p), `n`, `events` as in `fit_logistic`; a block is a set of column numbers, for a type III test of a term all
    of its columns. statistic = 2 (l - l without the block). Under separation l is its supremum, so the test exists.
    `penalised` takes Firth's likelihood; the penalty of the fit without the block stays that of all of x, as in logistf
    (Heinze & Schemper 2002, doi 10.1002/sim.1047). p is None, with the status of the fit as note, where a fit failed.
    `known` are the coefficients (p,) of the full fit, to save finding them again. ValueError for a block that is empty or
    names no column.
    """
    data = patterns(x, n, events)
    _check(blocks, data.x.shape[1])
    name = PENALISED_LIKELIHOOD_RATIO if penalised else LIKELIHOOD_RATIO
    status = fittable(data)
    if status != "ok":
        return tuple(Test(method=name, p=None, note=status) for _ in blocks)
    tests: dict[int, Test] = {}
    with_intercept = [i for i, block in enumerate(blocks) if 0 in block]
    others = [i for i, block in enumerate(blocks) if 0 not in block]
    for places, columns in ((others, centred(data.x, data.n)), (with_intercept, scaled(data.x, data.n))):
        if places:
            found = _refits(data, columns, [blocks[i] for i in places], penalised, known)
            tests |= {i: _test(found, row + 1, len(set(blocks[i])), name) for row, i in enumerate(places)}
    return tuple(tests[i] for i in range(len(blocks)))


def _check(blocks: Blocks, p: int) -> None:
    """ValueError unless every block names columns of p."""
    for block in blocks:
        if not block or not all(0 <= j < p for j in block):
            raise ValueError(f"a block names one or more of the columns 0..{p - 1}; got {block!r}")


def _refits(data: Patterns, columns: Coordinates, blocks: Blocks, penalised: bool, known: Array | None) -> Maxima:
    """Give the full fit, then the fit without each block."""
    batch = 1 + len(blocks)
    free = np.ones((batch, data.x.shape[1]), dtype=np.bool_)
    for row, block in enumerate(blocks, start=1):
        free[row, list(block)] = False
    start = np.where(free, start_at(data, columns, known, batch), 0.0)
    n, events = (np.broadcast_to(count, (batch, len(count))) for count in (data.n, data.events))
    return maximise(model(columns.x, penalised, batch), n, events, start, free)


def _test(found: Maxima, row: int, df: int, name: str) -> Test:
    """Give the test of the fit in `row` against the full fit in row 0."""
    note = _trouble(found.status[0]) or _trouble(found.status[row])
    if note:
        return Test(method=name, p=None, note=note)
    statistic = max(0.0, 2 * float(found.objective[0] - found.objective[row]))
    return Test(method=name, p=chi_square_tail(statistic, df), statistic=statistic, df=df)


def _trouble(status: Status) -> str:
    """Give the status when it leaves no maximal likelihood, "" when it does."""
    return "" if status in ("ok", "separated") else status


def wald_block(coef: Array, covariance: Array, block: Sequence[int]) -> Test:
    """Give the Wald test that the coefficients of `block` are all 0: statistic = b' V^-1 b on (columns) df."""
    places = sorted(set(block))
    b = coef[places]
    statistic = float(b @ np.linalg.solve(covariance[np.ix_(places, places)], b))
    return Test(method=WALD_TEST, p=chi_square_tail(statistic, len(places)), statistic=statistic, df=len(places))
