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
    """Coefficients (B, p) of the resamples that could be fitted, of `n_drawn`.

    A coefficient that is not finite, for the resample is separated, is +-infinity as it would be with ever more certainty, NaN
    where it has no one limit. A resample is left out where its fit failed otherwise: an empty level, one outcome. `status` is
    that of the fit to all patients, without which nothing is drawn.
    """

    coef: Array
    n_drawn: int
    status: Status

    @property
    def n_used(self) -> int:
        """Give the number of resamples that every coefficient rests on at least."""
        return int((~np.isnan(self.coef)).sum(0).min())

    def limits(self, level: float = 0.95) -> tuple[Array, Array] | None:
        """Give the percentile limits (p,) of the coefficients, infinite where so much of a tail is; None from fewer than
        `FEWEST_FITS` resamples."""
        normal_quantile(level)
        if self.n_used < FEWEST_FITS:
            return None
        tails = (1 - level) / 2, (1 + level) / 2
        low, high = np.array([[_quantile(column[~np.isnan(column)], tail) for column in self.coef.T] for tail in tails])
        return low, high


def _quantile(values: Array, share: float) -> float:
    """Give the quantile of values that may be infinite, between two of them as far as `share` is, as `numpy.quantile`."""
    ordered, place = np.sort(values), share * (len(values) - 1)
    below, above = ordered[int(np.floor(place))], ordered[int(np.ceil(place))]
    if np.isinf(below) or np.isinf(above):
        return float(below if np.isinf(below) else above)
    return float(below + (above - below) * (place % 1))


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
    size, responders = resamples(data, draws, seed)
    fits = refit(data.x, size, responders, start, penalised=penalised, precision=RESAMPLED)
    found = fits.limits(data.x, size, responders, RESAMPLED)
    return Bootstrap(found[~np.isnan(found).all(1)], draws, "ok")


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
