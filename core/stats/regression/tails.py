"""Tails of Student's t, F and the normal over arrays; SciPy is loaded with the first that is called."""

import numpy as np
import numpy.typing as npt

from core.stats.regression.patterns import Array


def two_sided_t(statistic: npt.ArrayLike, df: npt.ArrayLike) -> Array:
    """P(|T| >= |statistic|) of Student's t on df degrees of freedom, which need not be whole."""
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(df, -np.abs(statistic)), dtype=np.float64)


def t_quantile(level: float, df: npt.ArrayLike) -> Array:
    """Give t with P(-t < T < t) = level on df degrees of freedom."""
    from scipy.special import stdtrit

    return np.asarray(-stdtrit(df, (1 - level) / 2), dtype=np.float64)


def f_tail(statistic: float, df: int, df_residual: float) -> float:
    """P(F >= statistic) on df and df_residual degrees of freedom."""
    from scipy.special import fdtrc

    return float(fdtrc(df, df_residual, statistic))


def two_sided_normal(statistic: npt.ArrayLike) -> Array:
    """P(|Z| >= |statistic|) of a standard normal Z."""
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-np.abs(statistic)), dtype=np.float64)
