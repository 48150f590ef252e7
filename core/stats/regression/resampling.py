"""Nonparametric bootstrap of logistic fits: patients are drawn with replacement, all refits run in one batch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.counts import normal_quantile
from core.stats.regression.batch import full_fit, refit
from core.stats.regression.patterns import Array, Patterns, Status, patterns

RESAMPLED = 1e-4
"""Resamples differ by far more than this, to which their fits are taken."""
FEWEST_FITS = 40
"""With fewer refits than this that converged there is no percentile interval: its tails would hold under one of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """Coefficients (n_used, p) of the resamples that could be fitted, of `n_drawn`.

    A resample is left out where its fit failed: an empty level, one outcome, separation. `status` is that of the fit to all
    patients, without which nothing is drawn.
    """

    coef: Array
    n_drawn: int
    status: Status

    @property
    def n_used(self) -> int:
        """Give the number of resamples that could be fitted."""
        return len(self.coef)

    def limits(self, level: float = 0.95) -> tuple[Array, Array] | None:
        """Give the percentile limits (p,) of the coefficients, None from fewer than `FEWEST_FITS` resamples."""
        normal_quantile(level)
        if self.n_used < FEWEST_FITS:
            return None
        low, high = np.quantile(self.coef, [(1 - level) / 2, (1 + level) / 2], axis=0)
        return low, high


def bootstrap(
    x: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike, seed: int, *, draws: int = 500, penalised: bool = False
) -> Bootstrap:
    """Give bootstrap refits, for percentile intervals, of x (k, p), n and events (k,) as in `fit_logistic`.

    Patients are resampled whole, from the (pattern, outcome) cells (Efron & Tibshirani 1993, chapter 13,
    doi 10.1201/9780429246593). The same seed gives the same draws.
    """
    data = patterns(x, n, events)
    start, status = full_fit(data, penalised=penalised)
    if status != "ok":
        return Bootstrap(np.empty((0, data.x.shape[1])), 0, status)
    fits = refit(data.x, *resamples(data, draws, seed), start, penalised=penalised, precision=RESAMPLED)
    return Bootstrap(fits.coef[fits.converged], draws, "ok")


def resamples(data: Patterns, draws: int, seed: int) -> tuple[Array, Array]:
    """Give patients and events, both (draws, k), of samples with replacement from the patients of `data`.

    ValueError unless the counts are whole: a patient is drawn or not.
    """
    cells = np.concatenate([data.events, data.n - data.events])
    if (cells != np.floor(cells)).any():
        raise ValueError("patients and events must be whole numbers to be resampled")
    patients, k = int(cells.sum()), len(data.n)
    rng = np.random.default_rng(seed)
    if patients > 4 * len(cells):
        drawn = rng.multinomial(patients, cells / patients, size=draws)
    else:
        owner = np.repeat(np.arange(len(cells)), cells.astype(np.intp))
        places = owner[rng.integers(0, patients, (draws, patients))] + len(cells) * np.arange(draws)[:, None]
        drawn = np.bincount(places.ravel(), minlength=draws * len(cells)).reshape(draws, -1)
    events = drawn[:, :k].astype(np.float64)
    return events + drawn[:, k:], events
