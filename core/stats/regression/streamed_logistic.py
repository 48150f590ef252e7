"""Logistic regression of very many patients in bounded memory: Newton's method, every pass in blocks of a few thousand."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np

from core.stats.regression.coded import CodedDesign
from core.stats.regression.logistic import LogisticFit
from core.stats.regression.patterns import FARTHEST, Array, Status, risks

SETTLED = 1e-8
"""A step that moves no column's share of a predictor by more than this is the last one. What it leaves of the coefficients'
error is about its square, and the standard errors, from before it, are off by half of it at most."""
ROUGHLY = 1e-2
_MOST_PASSES = 60
_NO_GAIN = 1e-8
_LARGE_MOVE = 0.5
_LONGEST = 5.0
_FEWEST = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where a fit stands: objective, score (p,), expected information and that which steps use (p, p)."""

    objective: float
    score: Array
    information: Array
    curvature: Array


@dataclass(frozen=True, slots=True, eq=False)
class _End:
    """How a search ended: coefficients after the last step, where that was taken, the passes over the patients."""

    status: Status
    coef: Array
    place: _Place
    passes: int


Look = Callable[[Array], _Place]


def fit_logistic_streamed(design: CodedDesign, *, penalised: bool = False) -> LogisticFit:
    """Give the fit to all patients, outcomes 0 or 1, as `fit_logistic` does on their rows; `penalised` as `fit_firth`.

    Newton's method with step-halving on centred columns: first on some of the patients, each so-manieth, then on all of
    them; covariance (X' W X)^-1 from the last pass. "separated" where predictors move though the likelihood gains nothing
    (maximum likelihood only). No column may be aliased: see `told_columns`. The log-likelihood of a penalised fit is that
    of centred columns.
    """
    status = _obstacle(design)
    if status != "ok":
        return LogisticFit(np.empty(0), np.empty((0, 0)), None, 0, status)
    here, to = design.centred()
    reach = np.array([1.0, *(float(np.abs(values).max()) for _, values in here.columns)])
    coef = _at_rate(design)
    for every in (64, 8):
        if here.n >= every * _FEWEST:
            rough = _climb(_looking(here, every, penalised=penalised), coef, reach, ROUGHLY, penalised=penalised)
            coef = rough.coef if rough.status == "ok" else coef
    found = _climb(_looking(here, 1, penalised=penalised), coef, reach, SETTLED, penalised=penalised)
    if found.status != "ok":
        likelihood = found.place.objective if found.status == "separated" else None
        return LogisticFit(np.empty(0), np.empty((0, 0)), likelihood, found.passes, found.status)
    covariance = to.back @ np.linalg.inv(found.place.information) @ to.back.T
    return LogisticFit(to.back @ found.coef, covariance, found.place.objective, found.passes, "ok")


def _obstacle(design: CodedDesign) -> Status:
    events = design.total
    if not design.n:
        return "no patients"
    return "no events" if not events else "no non-events" if events == design.n else "ok"


def _at_rate(design: CodedDesign) -> Array:
    """Give the overall log odds, every other coefficient 0."""
    coef = np.zeros(design.p)
    coef[0] = np.log((design.total + 0.5) / (design.n - design.total + 0.5))
    return coef


def _climb(look: Look, coef: Array, reach: Array, settled: float, *, penalised: bool) -> _End:
    """Give where Newton's method ends from coef (p,); `reach` (p,) is the largest size of every column."""
    place, step = look(coef), np.zeros_like(coef)
    for passes in count(1):
        step = np.asarray(np.linalg.solve(_steady(place.curvature), place.score), dtype=np.float64)
        move, gain = float(np.abs(step * reach).max()), float(step @ place.score)
        if move <= settled:
            return _End("ok", coef + step, place, passes)
        if not penalised and gain < _NO_GAIN and move > _LARGE_MOVE:
            return _End("separated", coef, place, passes)
        step *= min(1.0, max(_LONGEST, float(np.abs(coef * reach).max())) / move)
        tried = look(coef + step)
        while tried.objective < place.objective - 1e-11 * (1 + abs(place.objective)) and passes < _MOST_PASSES:
            step, passes = step / 2, passes + 1
            tried = look(coef + step)
        coef, place = coef + step, tried
        if passes >= _MOST_PASSES:
            break
    return _End("not converged", coef, place, passes)


def _steady(curvature: Array) -> Array:
    return curvature + np.diag(1e-14 * np.diag(curvature) + 1e-280)


def _looking(here: CodedDesign, every: int, *, penalised: bool) -> Look:
    """Give what evaluates coefficients on all patients, or on each so-manieth."""
    if penalised:
        return lambda coef: _penalised(here, coef, every)
    return lambda coef: _plain(here, coef, every)


def _plain(here: CodedDesign, coef: Array, every: int) -> _Place:
    """Give log-likelihood, score and information at coef (p,)."""
    objective, score, information = 0.0, np.zeros(here.p), np.zeros((here.p, here.p))
    for block in here.blocks(every):
        eta = np.clip(coef @ block.x, -FARTHEST, FARTHEST)
        odds = np.exp(eta)
        rest = 1 / (1 + odds)
        mu = odds * rest
        objective += float(block.y @ eta) + float(np.log(rest).sum())
        score += block.x @ (block.y - mu)
        weighted = block.x * np.sqrt(mu * rest)
        information += weighted @ weighted.T
    return _Place(objective, score, information, information)


def _penalised(here: CodedDesign, coef: Array, every: int) -> _Place:
    """Give Firth's objective and score at coef (p,), and the information of the data augmented by leverages for the steps
    (see `objective.evaluate`): a second pass, for leverages need the information."""
    plain = _plain(here, coef, every)
    sound = _steady(plain.information)
    inverse = np.linalg.inv(sound)
    score, more = plain.score, np.zeros_like(sound)
    for block in here.blocks(every):
        mu = risks(coef @ block.x)
        variance = mu * (1 - mu)
        leverage = variance * np.einsum("pm,pm->m", inverse @ block.x, block.x)
        score = score + block.x @ (leverage * (0.5 - mu))
        more += (block.x * (leverage * variance)) @ block.x.T
    objective = plain.objective + float(np.linalg.slogdet(sound)[1]) / 2
    return _Place(objective, score, plain.information, plain.information + more)
