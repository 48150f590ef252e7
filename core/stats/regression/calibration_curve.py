"""Observed against predicted risk: in groups, and along the slope to be expected in new patients."""

import numpy as np
import numpy.typing as npt

from core.domain.diagnostics import Calibration, CalibrationGroup, RiskBin
from core.stats.intervals import proportion
from core.stats.regression.discrimination import outcomes
from core.stats.regression.patterns import Array, risks
from core.stats.roots import increasing_root

GROUPS, FEWEST = 5, 10  # groups at most, and patients a group at least where there are so many
BINS, STEPS = 50, 30  # steps even in risk, and as many even in log odds, where the line bends at its ends
FARTHEST = 25.0  # log odds of the ends of the line


def calibration_curve(
    log_odds: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike, slope: float | None, level: float
) -> Calibration:
    """Give the calibration of predicted log odds (k,) for patients n and events (k,), with Wilson intervals of `level`.

    `expected` are logit(risk) = a + slope * log odds over the range predicted, with a such that as many respond as did.
    """
    score, positive, negative = outcomes(log_odds, n, events)
    size = positive + negative
    risk = risks(score)
    return Calibration(
        groups=_groups(risk, size, positive, level),
        risks=_bins(risk, size),
        expected=() if slope is None else _expected(score, size, float(positive.sum()), slope),
    )


def _groups(risk: Array, size: Array, positive: Array, level: float) -> tuple[CalibrationGroup, ...]:
    """Give groups of about equal size; patients of the same risk are never parted, so that there may be fewer."""
    total = size.sum()
    wanted = int(min(GROUPS, max(1, total // FEWEST)))
    place = np.unique(np.round(risk, 12), return_inverse=True)[1]
    upto = np.cumsum(np.bincount(place, size))
    middle = upto - np.bincount(place, size) / 2
    group = np.minimum((middle / total * wanted).astype(np.intp), wanted - 1)[place]
    return tuple(_group(risk, np.where(group == one, size, 0.0), positive, level) for one in np.unique(group))


def _group(risk: Array, weight: Array, positive: Array, level: float) -> CalibrationGroup:
    here = weight > 0
    n, events = int(weight.sum()), int(positive[here].sum())
    return CalibrationGroup(
        n=n,
        events=events,
        low=float(risk[here].min()),
        high=float(risk[here].max()),
        predicted=float(weight @ risk / n),
        observed=proportion(events, n, "wilson", level),
    )


def _bins(risk: Array, size: Array) -> tuple[RiskBin, ...]:
    counted = np.bincount(np.minimum((risk * BINS).astype(np.intp), BINS - 1), size, BINS)
    return tuple(RiskBin(middle=(at + 0.5) / BINS, n=int(counted[at])) for at in np.flatnonzero(counted))


def _expected(score: Array, size: Array, events: float, slope: float) -> tuple[tuple[float, float], ...]:
    def excess(intercept: float) -> tuple[float, float]:
        risk = risks(intercept + slope * score)
        return float(size @ risk - events), float(size @ (risk * (1 - risk)))

    intercept = increasing_root(excess, 0.0)
    low, high = np.clip([score.min(), score.max()], -FARTHEST, FARTHEST)
    even = np.linspace(risks(low), risks(high), STEPS)[1:-1]
    along = np.unique([*np.linspace(low, high, STEPS), *np.log(even / (1 - even))])
    return tuple(zip(risks(along).tolist(), risks(intercept + slope * along).tolist(), strict=True))
