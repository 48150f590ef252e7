"""How near predicted probabilities come to what happened: Brier score, R2 for a yes or no, calibration."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.regression.discrimination import outcomes
from core.stats.regression.logistic import fit_logistic
from core.stats.regression.newton import maximise
from core.stats.regression.objective import model
from core.stats.regression.patterns import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """How predictions did: Brier score and that of the overall rate, R2 by Nagelkerke and Tjur; None without both outcomes."""

    brier: float | None
    brier_null: float | None
    nagelkerke: float | None
    tjur: float | None


def performance(probability: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> Performance:
    """Give the performance of predicted probabilities (k,), in 0..1, for patients n and events (k,).

    Brier = mean (y - p)^2 (Brier 1950); Nagelkerke = (1 - exp(2 (l0 - l) / N)) / (1 - exp(2 l0 / N)) (1991,
    doi 10.1093/biomet/78.3.691), None where a prediction of 0 or 1 was wrong; Tjur = mean p of responders - mean p of the
    others (2009, doi 10.1198/tast.2009.08210).
    """
    p, positive, negative = outcomes(probability, n, events)
    if ((p < 0) | (p > 1)).any():
        raise ValueError("probabilities must lie between 0 and 1")
    m, others = float(positive.sum()), float(negative.sum())
    if not m or not others:
        return Performance(brier=None, brier_null=None, nagelkerke=None, tjur=None)
    total = m + others
    impossible = ((positive > 0) & (p == 0)) | ((negative > 0) & (p == 1))
    null = m * np.log(m / total) + others * np.log(others / total)
    nagelkerke = None
    if not impossible.any():
        likelihood = positive @ np.log(np.where(positive > 0, p, 1)) + negative @ np.log1p(-np.where(negative > 0, p, 0))
        nagelkerke = float(np.expm1(2 * (null - likelihood) / total) / np.expm1(2 * null / total))
    return Performance(
        brier=float(positive @ (1 - p) ** 2 + negative @ p**2) / total,
        brier_null=m * others / total**2,
        nagelkerke=nagelkerke,
        tjur=float(positive @ p / m - negative @ p / others),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Calibration in the large (intercept with the slope held at 1) and slope; None where status is not "ok"."""

    intercept: float | None
    slope: float | None
    status: Status


def calibration(log_odds: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> Calibration:
    """Give the calibration of predicted log odds (k,) on patients n and events (k,) (Cox 1958, doi 10.1093/biomet/45.3-4.562).

    0 and 1 are perfect, and what a fit gives on its own data by construction.
    """
    score, positive, negative = outcomes(log_odds, n, events)
    size = positive + negative
    x = np.column_stack([np.ones(len(score)), score])
    fit = fit_logistic(x, size, positive)
    if fit.status != "ok":
        return Calibration(intercept=None, slope=None, status=fit.status)
    start, free = np.array([[0.0, 1.0]]), np.array([[True, False]])
    large = maximise(model(x, penalised=False, batch=1), size[None], positive[None], start, free)
    intercept = float(large.coef[0, 0]) if large.status[0] == "ok" else None
    return Calibration(intercept=intercept, slope=float(fit.coef[1]), status=large.status[0])
