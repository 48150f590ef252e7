"""How much of a logistic fit's performance is its own data: AUC, Brier score and calibration slope, corrected."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.domain.diagnostics import Corrected
from core.stats.regression.batch import full_fit, refit
from core.stats.regression.patterns import Array, Mask, Status, patterns, risks
from core.stats.regression.resampling import RESAMPLED, resamples

_TIE = 10
"""Predictors that agree to this many decimals are tied: rounding must not order patients who are alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimism:
    """Measures corrected over `n_used` of `n_drawn` bootstrap refits; None where status is not "ok" or none converged.

    `n_separated` refits were left out for being separated: of all they fit their own sample best.
    """

    auc: Corrected | None
    brier: Corrected | None
    slope: Corrected | None
    n_drawn: int
    n_used: int
    n_separated: int
    status: Status


def optimism(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    events: npt.ArrayLike,
    seed: int,
    *,
    draws: int = 500,
    penalised: bool = False,
) -> Optimism:
    """Give AUC, Brier score and calibration slope of the fit to x (k, p), n and events (k,), corrected for optimism.

    For each resample a model is fitted to it; its measure there less its measure on the patients themselves, averaged, is
    the optimism (Harrell, Lee & Mark 1996, doi 10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4). A
    resample whose fit or slope failed is left out. Of Firth's fits the intercept is that of maximum likelihood given the
    slopes (FLIC; Puhr, Heinze, Nold, Lusa & Geroldinger 2017, doi 10.1002/sim.7273). The same seed gives the same draws.
    """
    data = patterns(x, n, events)
    coef, status = full_fit(data, penalised=penalised)
    if status != "ok":
        return Optimism(auc=None, brier=None, slope=None, n_drawn=0, n_used=0, n_separated=0, status=status)
    size, responders = resamples(data, draws, seed)
    fits = refit(data.x, size, responders, coef, penalised=penalised, precision=RESAMPLED)
    predictors = fits.coef[fits.converged] @ data.x.T
    own = (size[fits.converged], responders[fits.converged])
    all_own = (data.x @ coef)[None]
    if penalised:
        predictors, all_own = _recentred(predictors, *own), _recentred(all_own, data.n[None], data.events[None])
    everyone = (np.broadcast_to(data.n, predictors.shape), np.broadcast_to(data.events, predictors.shape))
    there, fine = _measures(predictors, *own)
    here, fine_too = _measures(predictors, *everyone)
    used, apart = fine & fine_too, fits.status.count("separated")
    apparent, sound = _measures(all_own, data.n[None], data.events[None])
    if not used.any() or not sound[0]:
        return Optimism(auc=None, brier=None, slope=None, n_drawn=draws, n_used=0, n_separated=apart, status="ok")
    better = (there - here)[used].mean(0)
    auc, brier, slope = (Corrected(apparent=float(a), corrected=float(a - b)) for a, b in zip(apparent[0], better, strict=True))
    n_used = int(used.sum())
    return Optimism(auc=auc, brier=brier, slope=slope, n_drawn=draws, n_used=n_used, n_separated=apart, status="ok")


def _recentred(predictors: Array, n: Array, events: Array) -> Array:
    """Give each row of predictors (B, k) shifted so that as many responders are expected as its patients had (FLIC)."""
    moved = predictors
    for _ in range(30):
        mu = risks(moved)
        step = np.clip((events - n * mu).sum(1) / ((n * mu * (1 - mu)).sum(1) + 1e-280), -1, 1)
        moved = moved + step[:, None]
        if np.abs(step).max(initial=0) < 1e-12:
            break
    return moved


def _measures(predictors: Array, n: Array, events: Array) -> tuple[Array, Mask]:
    """Give AUC, Brier score and calibration slope (B, 3) of linear predictors (B, k), and which slopes exist (B,)."""
    mu = risks(predictors)
    brier = (events * (1 - mu) ** 2 + (n - events) * mu**2).sum(1) / n.sum(1)
    slope, fine = _slopes(predictors, n, events)
    return np.column_stack([batch_auc(predictors, n, events), brier, slope]), fine


def batch_auc(scores: Array, n: Array, events: Array) -> Array:
    """Give the AUC (B,) of each row of scores (B, k) for its patients and events (B, k), both outcomes present."""
    order = np.argsort(scores, axis=1)
    score = np.round(np.take_along_axis(scores, order, 1), _TIE)
    positive = np.take_along_axis(events, order, 1)
    negative = np.take_along_axis(n - events, order, 1)
    place = np.arange(score.shape[1])
    first = np.ones(score.shape, dtype=np.bool_)
    first[:, 1:] = score[:, 1:] != score[:, :-1]
    last = np.ones_like(first)
    last[:, :-1] = first[:, 1:]
    begin = np.maximum.accumulate(np.where(first, place, 0), axis=1)
    end = np.minimum.accumulate(np.where(last, place, place[-1])[:, ::-1], axis=1)[:, ::-1]
    upto = np.cumsum(negative, axis=1)
    below = np.take_along_axis(upto - negative, begin, 1)
    half = (below + np.take_along_axis(upto, end, 1)) / 2
    return np.asarray((positive * half).sum(1) / (positive.sum(1) * negative.sum(1)))


def _slopes(predictors: Array, n: Array, events: Array) -> tuple[Array, Mask]:
    """Give the slope (B,) of a logistic regression of each row's outcomes on its predictor, and where it exists.

    Newton's method on two coefficients; a slope that has not settled, or is beyond 50, is taken as infinite.
    """
    intercept = np.log(events.sum(1) / (n - events).sum(1))
    slope, step = np.zeros(len(predictors)), np.ones(len(predictors))
    for _ in range(30):
        eta = np.clip(intercept[:, None] + slope[:, None] * predictors, -500, 500)
        mu = 1 / (1 + np.exp(-eta))
        w, residual = n * mu * (1 - mu), events - n * mu
        weight = w.sum(1) + 1e-280
        middle = (w * predictors).sum(1) / weight
        spread = (w * (predictors - middle[:, None]) ** 2).sum(1) + 1e-280
        step = np.clip((residual * (predictors - middle[:, None])).sum(1) / spread, -2, 2)
        intercept += np.clip(residual.sum(1) / weight, -5, 5) - step * middle
        slope += step
        if np.abs(step).max(initial=0) < 1e-10:
            break
    return slope, (np.abs(step) < 1e-8) & (np.abs(slope) < 50)
