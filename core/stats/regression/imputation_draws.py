"""Draws of values that are not recorded, for a stack of data sets at once: each set gets coefficients of its own first.

x (m, r, p) are the columns of those recorded in each of m sets, y (r,) their values, z (m, q, p) the columns of those to be
drawn. Columns have mean 0 and standard deviation 1, the intercept comes first.
"""

import numpy as np

from core.stats.regression.patterns import Array, Places, risks

DONORS = 5
_RIDGE = 1e-5
_PRIOR_SD, _INTERCEPT_SD = 2.5, 10.0
_MOST_STEPS, _STILL, _LONGEST = 40, 1e-4, 4.0


def matched(x: Array, y: Array, z: Array, rng: np.random.Generator) -> Array:
    """Give numbers (m, q) by predictive mean matching: each is that of one of the 5 recorded nearest in prediction.

    Type 1 (Rubin 1986, doi 10.1080/07350015.1986.10509497; van Buuren 2018, doi 10.1201/9780429492259, section 3.4): those
    recorded are predicted by the least squares coefficients, those to be drawn by a draw of them.
    """
    mean, size = y.mean(), y.std() or 1.0
    told, r, p = (y - mean) / size, x.shape[1], x.shape[2]
    across = x.transpose(0, 2, 1)
    inverse = np.linalg.inv(across @ x + _RIDGE * r * np.eye(p))
    coef = inverse @ (across @ told)[:, :, None]
    residual = told - (x @ coef)[:, :, 0]
    sigma = np.sqrt((residual**2).sum(1) / rng.chisquare(max(r - p, 1), len(x)))
    drawn = coef + sigma[:, None, None] * (np.linalg.cholesky(inverse) @ rng.standard_normal(coef.shape))
    return np.asarray(y[_donors((x @ coef)[:, :, 0], (z @ drawn)[:, :, 0], rng)])


def _donors(recorded: Array, wanted: Array, rng: np.random.Generator) -> Places:
    """Give for each wanted prediction (m, q) the place of one of the nearest recorded (m, r), ties broken at random."""
    r, width = recorded.shape[1], min(DONORS, recorded.shape[1])
    span = np.arange(min(2 * DONORS, r))
    taken = np.empty(wanted.shape, dtype=np.intp)
    for at, (here, there) in enumerate(zip(recorded, wanted, strict=True)):
        shuffled = rng.permutation(r)
        order = shuffled[np.argsort(here[shuffled], kind="stable")]
        first = np.clip(np.searchsorted(here[order], there) - DONORS, 0, r - len(span))
        near = order[first[:, None] + span]
        nearest = np.argsort(np.abs(here[near] - there[:, None]), axis=1, kind="stable")[:, :width]
        chosen = nearest[np.arange(len(there)), rng.integers(0, width, len(there))]
        taken[at] = near[np.arange(len(there)), chosen]
    return taken


def stepped(x: Array, y: Array, z: Array, rng: np.random.Generator, starts: dict[int, Array]) -> Array:
    """Give levels (m, q) of 0, 1, ... as recorded in y: each level against those after it by a logistic regression.

    The product of these steps is a distribution over the levels (continuation ratios), of two levels the logistic one.
    `starts` remembers the modes, from which the next cycle begins.
    """
    last = int(y.max())
    found = np.full(z.shape[:2], float(last))
    still = np.ones(z.shape[:2], dtype=np.bool_)
    for level in range(last):
        rows = y >= level
        here = x[:, rows] if level else x
        mode, drawn = _logistic(here, (y[rows] == level).astype(np.float64), rng, starts.get(level))
        starts[level] = mode
        ends = still & (rng.random(still.shape) < risks((z @ drawn[:, :, None])[:, :, 0]))
        found[ends] = level
        still &= ~ends
    return found


def _logistic(x: Array, y: Array, rng: np.random.Generator, start: Array | None) -> tuple[Array, Array]:
    """Give the mode (m, p) of a Bayesian logistic regression and a draw from its normal approximation.

    Priors: normal about 0 with SD 2.5 per SD of a column and 10 for the intercept, so that separated or empty levels do no
    harm (Gelman et al. 2008, doi 10.1214/08-AOAS191, there with Cauchy tails).
    """
    m, _, p = x.shape
    prior = np.full(p, 1 / _PRIOR_SD**2)
    prior[0] = 1 / _INTERCEPT_SD**2
    mode = np.zeros((m, p)) if start is None else start
    across = np.ascontiguousarray(x.transpose(0, 2, 1))
    for _ in range(_MOST_STEPS):
        mu = risks((x @ mode[:, :, None])[:, :, 0])
        information = (across * (mu * (1 - mu))[:, None, :]) @ x + np.diag(prior)
        score = (across @ (y - mu)[:, :, None])[:, :, 0] - prior * mode
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        move = np.abs((x @ step[:, :, None])[:, :, 0]).max(1)
        mode = mode + step * np.minimum(1, _LONGEST / np.maximum(move, _LONGEST))[:, None]
        if move.max() < _STILL:
            break
    root = np.linalg.cholesky(np.linalg.inv(information))
    return mode, mode + (root @ rng.standard_normal((m, p, 1)))[:, :, 0]
