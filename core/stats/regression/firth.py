"""Logistic regression penalised by Jeffreys' prior: finite under separation, with less bias in small samples."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.regression.logistic import fittable, start_at_rate
from core.stats.regression.newton import maximise
from core.stats.regression.objective import evaluate, model
from core.stats.regression.patterns import Array, Status, centred, patterns


@dataclass(frozen=True, slots=True, eq=False)
class FirthFit:
    """A Firth fit: coef (p,) log odds ratios, two covariances (p, p), penalised log-likelihood, and how it ended.

    `covariance_fisher` is (X' W X)^-1, as Heinze & Schemper 2002, brglm2 and logistf before 1.24 give;
    `covariance_augmented` has the weights of the data augmented by their leverages, (n + h) mu (1 - mu), as logistf from
    1.24 and firthmodels give. The arrays are empty and the likelihood None unless status is "ok".
    """

    coef: Array
    covariance_fisher: Array
    covariance_augmented: Array
    penalised_log_likelihood: float | None
    iterations: int
    status: Status

    @property
    def se_fisher(self) -> Array:
        """Give the standard errors (p,) from the information of the data."""
        return np.asarray(np.sqrt(np.diag(self.covariance_fisher)))

    @property
    def se_augmented(self) -> Array:
        """Give the standard errors (p,) from the information of the augmented data."""
        return np.asarray(np.sqrt(np.diag(self.covariance_augmented)))


def fit_firth(x: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> FirthFit:
    """Give the Firth fit to x (k, p), patients n (k,) and events (k,): the maximum of l + log |X' W X| / 2.

    Firth 1993 (doi 10.1093/biomet/80.1.27); Heinze & Schemper 2002 (doi 10.1002/sim.1047). ValueError for input that
    cannot be.
    """
    data = patterns(x, n, events)
    status = fittable(data)
    if status != "ok":
        return _failed(0, status)
    here = centred(data.x, data.n)
    at = model(here.x, penalised=True, batch=1)
    found = maximise(at, data.n[None], data.events[None], start_at_rate(data))
    if found.status[0] != "ok":
        return _failed(found.iterations, found.status[0])
    point = evaluate(at, found.coef, data.n[None], data.events[None])
    fisher, augmented = (here.back @ np.linalg.inv(m[0]) @ here.back.T for m in (point.information, point.augmented))
    likelihood = float(point.objective[0]) + here.log_scale
    return FirthFit(here.back @ found.coef[0], fisher, augmented, likelihood, found.iterations, "ok")


def _failed(iterations: int, status: Status) -> FirthFit:
    """Give a fit that ended without estimates."""
    return FirthFit(np.empty(0), np.empty((0, 0)), np.empty((0, 0)), None, iterations, status)
