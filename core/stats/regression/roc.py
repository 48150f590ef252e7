"""The ROC curve of a score: sensitivity against false positives at every value it takes."""

import numpy as np
import numpy.typing as npt

from core.domain.diagnostics import MOST_SINGLE, RocPoint
from core.stats.regression.discrimination import outcomes
from core.stats.regression.patterns import risks

TIE = 10
"""Log odds that agree to this many decimals are tied: rounding must not order patients who are alike."""


def roc_curve(log_odds: npt.ArrayLike, n: npt.ArrayLike, events: npt.ArrayLike) -> tuple[int, tuple[RocPoint, ...]]:
    """Give how many distinct scores there are, and a point of the curve for nobody and for each score from the highest down.

    log_odds, patients n and events are (k,). Straight lines between the points enclose the area that `auc` gives of scores
    rounded to TIE decimals. Of more than MOST_SINGLE scores that many are given, evenly over their ranks. Empty without both
    outcomes.
    """
    score, positive, negative = outcomes(np.round(np.asarray(log_odds, dtype=np.float64), TIE), n, events)
    m, others = positive.sum(), negative.sum()
    if not m or not others:
        return 0, ()
    values, place = np.unique(-score, return_inverse=True)
    above, below = (np.cumsum(np.bincount(place, weights)) for weights in (positive, negative))
    chosen = np.arange(len(values))
    if len(values) > MOST_SINGLE:
        chosen = np.unique(np.linspace(0, len(values) - 1, MOST_SINGLE).round().astype(np.intp))
    risk = risks(-values)
    begin = RocPoint(risk=None, responders=0, others=0, sensitivity=0.0, false_positive=0.0)
    points = (
        RocPoint(
            risk=float(risk[at]),
            responders=int(above[at]),
            others=int(below[at]),
            sensitivity=float(above[at] / m),
            false_positive=float(below[at] / others),
        )
        for at in chosen
    )
    return len(values), (begin, *points)
