"""What each kind of patient does to a logistic fit: leverage, Cook's distance, and the change of every coefficient."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.regression.batch import LeaveOneOut
from core.stats.regression.patterns import Array, Mask, Places, design, risks

_FULL = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class KindInfluence:
    """One entry a kind, a pattern and an outcome, in the order of a `LeaveOneOut`: leverage, Cook's distance, the log odds
    (B, p) without one such patient and what the patient adds to them in standard errors, `dfbetas` (B, p).

    `bounded` marks the kinds that have a Cook's distance; it is 0 elsewhere. The last two are infinite where without the
    patient maximum likelihood has no finite estimate, and NaN where there is no limit either.
    """

    pattern: Places
    responder: Mask
    leverage: Array
    cook: Array
    bounded: Mask
    without: Array
    dfbetas: Array


def kind_influence(x: npt.ArrayLike, fit: tuple[Array, Array], left: LeaveOneOut, *, penalised: bool) -> KindInfluence:
    """Give the influence of one patient of each kind on a fit to the patterns x (k, p): log odds b (p,), covariance V (p, p).

    mu = 1 / (1 + exp(-x'b)), leverage h = mu (1 - mu) x' V x. Cook's D of maximum likelihood = r^2 h / ((1 - h)^2 p), r =
    (y - mu) / sqrt(mu (1 - mu)) (Pregibon 1981, doi 10.1214/aos/1176345513; R's cooks.distance of a glm), which is the
    first step of a refit and fails for Firth's fit: there D = c' V^-1 c / p, c = b - b without. dfbetas = c / se. The fit
    without the patient is made and not approximated.
    """
    coef, covariance = fit
    rows = design(x)[left.pattern]
    mu = risks(rows @ coef)
    variance = mu * (1 - mu)
    leverage = np.minimum(1.0, variance * np.einsum("ij,jk,ik->i", rows, covariance, rows))
    change = np.where(left.converged[:, None], coef - left.coef, 0.0)
    bounded = left.converged if penalised else (1 - leverage > _FULL) & (variance > 0)
    if penalised:
        cook = np.einsum("ij,ij->i", change @ np.linalg.inv(covariance), change) / len(coef)
    else:
        rest, spread = np.where(bounded, 1 - leverage, 1.0), np.where(bounded, variance, 1.0)
        cook = np.where(bounded, (left.responder - mu) ** 2 / spread * leverage / (rest**2 * len(coef)), 0.0)
    return KindInfluence(
        pattern=left.pattern,
        responder=left.responder,
        leverage=leverage,
        cook=cook,
        bounded=bounded,
        without=left.limits,
        dfbetas=(coef - left.limits) / np.sqrt(np.diag(covariance)),
    )
