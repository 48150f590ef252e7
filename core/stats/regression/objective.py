"""The logistic log-likelihood and its derivatives for many fits at once: one design, a stack of coefficients.

The log-likelihood of patterns is sum events eta - n log(1 + exp eta), the row-level one without binomial constants;
penalised by Jeffreys' prior it gains log |I| / 2 (Firth 1993, doi 10.1093/biomet/80.1.27).
"""

from dataclasses import dataclass

import numpy as np

from core.stats.regression.patterns import FARTHEST, Array, Places

_PAIRS = 10_000_000
"""Products of columns are kept, and second derivatives of the penalty taken, below this many numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Design x (k, p) and, where that saves work, the q = p (p + 1) / 2 products of its columns `pairs` (k, q).

    `place` (p, p) tells which product belongs to two columns, `upper` (two of q) which columns to a product.
    """

    x: Array
    pairs: Array | None
    place: Places
    upper: tuple[Places, Places]
    penalised: bool


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Where B fits stand: objective and largest predictor (B,), score (B, p), information and curvature (B, p, p).

    `information` is the expected one, `curvature` what the steps use, `augmented` that of the data augmented by leverages.
    """

    objective: Array
    reach: Array
    score: Array
    information: Array
    augmented: Array
    curvature: Array


def model(x: Array, penalised: bool, batch: int) -> Model:
    """Give the model on x for `batch` fits; products of columns are kept where they are used more than once."""
    k, p = x.shape
    one, other = np.triu_indices(p)
    place = np.empty((p, p), dtype=np.intp)
    place[one, other] = place[other, one] = np.arange(len(one))
    keep = (batch > 1 or penalised) and k * len(one) <= _PAIRS
    return Model(x, x[:, one] * x[:, other] if keep else None, place, (one, other), penalised)


def evaluate(at: Model, coef: Array, n: Array, events: Array) -> Point:
    """Give objective, score and information at coef (B, p) for patients n and events, both (B, k).

    Firth's score adds sum x h (1/2 - mu), with h the leverages n w x' I^-1 x of a pattern; the information of the data
    augmented by h is the sum of x x' (n + h) w (Heinze & Schemper 2002, doi 10.1002/sim.1047).
    """
    eta = np.clip(coef @ at.x.T, -FARTHEST, FARTHEST)
    odds = np.exp(eta)
    rest = 1 / (1 + odds)
    mu = odds * rest
    variance = mu * rest
    objective = (events * eta + n * np.log(rest)).sum(1)
    information = weighted_products(at, n * variance)
    residual, reach = events * rest - (n - events) * mu, np.maximum(eta.max(1), -eta.min(1))
    if not at.penalised:
        return Point(objective, reach, residual @ at.x, information, information, information)
    sound = steady(information)
    inverses = np.asarray(np.linalg.inv(sound))
    h = n * variance * _forms(at, inverses)
    augmented = information + weighted_products(at, h * variance)
    skew = n * variance * (rest - mu)
    return Point(
        objective + np.linalg.slogdet(sound)[1] / 2,
        reach,
        (residual + h * (rest - mu) / 2) @ at.x,
        information,
        augmented,
        _hessian(at, augmented, h * (rest - mu) ** 2, skew, inverses),
    )


def _hessian(at: Model, augmented: Array, bend: Array, skew: Array, inverses: Array) -> Array:
    """Give minus the second derivatives of the penalised likelihood; the augmented information where they will not do.

    With V = I^-1 and T_r = sum n w (1 - 2 mu) x_r x x', they are the augmented information
    - X' diag(h (1 - 2 mu)^2) X / 2 + tr(V T_r V T_s) / 2, by differentiating Firth's score. They will not do where they
    are not positive definite, and are not worth their work for large stacks.
    """
    batch, p = inverses.shape[:2]
    if at.pairs is None or batch * p * at.pairs.size > _PAIRS:
        return augmented
    slopes = ((skew[:, None, :] * at.x.T).reshape(batch * p, -1) @ at.pairs)[:, at.place].reshape(batch, p, p, p)
    turned = inverses[:, None] @ slopes @ inverses[:, None]
    traces = turned.reshape(batch, p, -1) @ slopes.reshape(batch, p, -1).transpose(0, 2, 1)
    exact = augmented - weighted_products(at, bend) / 2 + traces / 2
    usable = np.linalg.eigvalsh(exact)[:, 0] > 0
    return np.where(usable[:, None, None], exact, augmented)


def weighted_products(at: Model, weights: Array) -> Array:
    """Give X' W X for each of the weights (B, k), as (B, p, p)."""
    if at.pairs is not None:
        return np.asarray((weights @ at.pairs)[:, at.place])
    return np.stack([(at.x.T * row) @ at.x for row in weights])


def _forms(at: Model, inverses: Array) -> Array:
    """Give x' V x for every pattern and each V of (B, p, p), as (B, k)."""
    if at.pairs is not None:
        one, other = at.upper
        return np.asarray((inverses[:, one, other] * np.where(one == other, 1.0, 2.0)) @ at.pairs.T)
    return np.stack([np.einsum("kp,kp->k", at.x @ v, at.x) for v in inverses])


def steady(matrices: Array) -> Array:
    """Give the matrices with 1e-14 of their diagonals added, so that a singular one can be told by its huge inverse."""
    sound = matrices.copy()
    diagonal = np.einsum("bii->bi", sound)
    diagonal += 1e-14 * diagonal + 1e-280
    return sound
