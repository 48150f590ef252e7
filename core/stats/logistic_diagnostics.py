"""How far one logistic fit can be trusted: discrimination, calibration, overlap of terms, and what single patients decide."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.domain.diagnostics import MOST_SINGLE, Calibration, RocPoint
from core.domain.estimates import Estimate, Test
from core.stats.logistic_estimates import Data, fitted, odds_ratio
from core.stats.prediction import predictor
from core.stats.regression.batch import LeaveOneOut, leave_one_out
from core.stats.regression.calibration import performance
from core.stats.regression.calibration_curve import calibration_curve
from core.stats.regression.collinearity import condition_number, variance_inflation
from core.stats.regression.discrimination import auc
from core.stats.regression.likelihood import likelihood_ratio_tests
from core.stats.regression.logistic_influence import KindInfluence, kind_influence
from core.stats.regression.optimism import Optimism, optimism
from core.stats.regression.patterns import Array, risks
from core.stats.regression.roc import TIE, roc_curve

Limits = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """The measures of one fit. `overlaps` has one number a block of columns; `ranges` (estimate, lowest, highest odds ratio
    without any one patient, the last two 0 and None where a fit without one has no finite estimate) one a slope; `risk` (k,)
    is the predicted one of every pattern, by Firth with the intercept corrected (FLIC), as are Brier score and calibration.
    `kinds` is None, and no range known, beyond MOST_SINGLE kinds of patients."""

    whole: Test
    shrinkage: float | None
    auc: Estimate
    optimism: Optimism
    brier: float | None
    nagelkerke: float | None
    condition: float | None
    overlaps: tuple[float | None, ...]
    ranges: tuple[Limits, ...]
    risk: Array
    scores: int
    roc: tuple[RocPoint, ...]
    calibration: Calibration
    kinds: KindInfluence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """How many bootstrap samples, from which seed."""

    seed: int
    n: int


def checks(data: Data, blocks: Sequence[Sequence[int]], draws: Draws, *, penalised: bool, level: float) -> Checks | None:
    """Give the measures of the fit; None where it did not end with estimates.

    `whole` is the likelihood-ratio test of all slopes, by the likelihood of the fit. shrinkage = (chi-square - df) / chi-square
    of that test by maximum likelihood (van Houwelingen & le Cessie 1990, doi 10.1002/sim.4780091109); None where that is not
    above 0, or has no finite maximum.
    """
    status, coef, covariance = fitted(data, penalised=penalised)
    if status != "ok":
        return None
    log_odds = np.round(np.asarray(data.x) @ predictor(data, penalised=penalised).coef, TIE)
    risk = risks(log_odds)
    slopes = [list(range(1, len(coef)))]
    whole = likelihood_ratio_tests(data.x, data.n, data.events, slopes, penalised=penalised, known=coef)[0]
    better = optimism(data.x, data.n, data.events, draws.seed, draws=draws.n, penalised=penalised)
    left = _left_out(data, penalised=penalised)
    scores, roc = roc_curve(log_odds, data.n, data.events)
    done = performance(risk, data.n, data.events)
    slope = better.slope.corrected if better.slope else None
    return Checks(
        whole=whole,
        shrinkage=_shrinkage(data, whole, penalised=penalised),
        auc=auc(log_odds, data.n, data.events, level),
        optimism=better,
        brier=done.brier,
        nagelkerke=done.nagelkerke,
        condition=condition_number(data.x, data.n),
        overlaps=tuple(one.per_coefficient for one in variance_inflation(covariance, blocks)),
        ranges=_ranges(coef, left),
        risk=risk,
        scores=scores,
        roc=roc,
        calibration=calibration_curve(log_odds, data.n, data.events, slope, level),
        kinds=None if left is None else kind_influence(data.x, (coef, covariance), left, penalised=penalised),
    )


def _left_out(data: Data, *, penalised: bool) -> LeaveOneOut | None:
    """The fits without one patient of each kind; None where there are too many kinds to refit for each."""
    n, events = np.asarray(data.n), np.asarray(data.events)
    if (events > 0).sum() + (events < n).sum() > MOST_SINGLE:
        return None
    return leave_one_out(data.x, data.n, data.events, penalised=penalised)


def _shrinkage(data: Data, whole: Test, *, penalised: bool) -> float | None:
    if penalised:
        status, coef, _ = fitted(data, penalised=False)
        if status != "ok":
            return None
        whole = likelihood_ratio_tests(data.x, data.n, data.events, [list(range(1, len(coef)))], known=coef)[0]
    if not whole.statistic or whole.df is None or whole.statistic <= whole.df:
        return None
    return (whole.statistic - whole.df) / whole.statistic


def _ranges(coef: Array, left: LeaveOneOut | None) -> tuple[Limits, ...]:
    if left is None or left.low is None or left.high is None:
        return tuple((odds_ratio(b), None, None) for b in coef.tolist()[1:])
    all_three = zip(coef.tolist(), left.low.tolist(), left.high.tolist(), strict=True)
    return tuple((odds_ratio(b), limit_of(low), limit_of(high)) for b, low, high in all_three)[1:]


def limit_of(log_odds: float) -> float | None:
    """Give the odds ratio of log odds in a limit: 0 at minus infinity, None at infinity and where there is no limit (NaN)."""
    return odds_ratio(log_odds) if abs(log_odds) < np.inf else 0.0 if log_odds < 0 else None
