"""Estimates from multiply imputed data sets pooled into one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.stats.counts import normal_quantile
from core.stats.regression.patterns import Array
from core.stats.regression.tails import t_quantile, two_sided_t


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Pooled coefficients (p,): estimate, standard error, degrees of freedom, and what missingness adds.

    `relative_increase` is of variance from missing data, `fraction_missing` the share of information lost to it.
    """

    coef: Array
    se: Array
    df: Array
    relative_increase: Array
    fraction_missing: Array

    @property
    def p(self) -> Array:
        """Give the two-sided p-values (p,)."""
        return two_sided_t(self.coef / self.se, self.df)

    def limits(self, level: float = 0.95) -> tuple[Array, Array]:
        """Give the lower and upper t limits (p,); ValueError for a level outside 0..1."""
        normal_quantile(level)
        width = t_quantile(level, self.df) * self.se
        return self.coef - width, self.coef + width


def pool(coef: npt.ArrayLike, variance: npt.ArrayLike, df_complete: float) -> Pooled:
    """Give the estimates of m data sets, coef and variance (m, p), pooled by Rubin's rules.

    Mean estimate; variance T = mean within + (1 + 1/m) between (Rubin 1987, doi 10.1002/9780470316696); degrees of
    freedom of Barnard & Rubin 1999 (doi 10.1093/biomet/86.4.948) from those of the complete data. With one data set, or
    estimates all alike, nothing is added and df is (df_complete + 1) / (df_complete + 3) df_complete. ValueError for
    shapes that do not match, no data set, variances that are not above 0, or df_complete not above 0.
    """
    estimates, within = np.asarray(coef, dtype=np.float64), np.asarray(variance, dtype=np.float64)
    if estimates.ndim != 2 or estimates.shape != within.shape or not len(estimates):
        raise ValueError(f"coef and variance must be one row a data set; got {estimates.shape} and {within.shape}")
    if not (np.isfinite(estimates).all() and np.isfinite(within).all() and (within > 0).all() and df_complete > 0):
        raise ValueError("coefficients must be finite, variances and df_complete above 0")
    m = len(estimates)
    inside = within.mean(0)
    added = (1 + 1 / m) * estimates.var(0, ddof=1) if m > 1 else np.zeros_like(inside)
    total = inside + added
    share = added / total
    observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    df = 1 / (share**2 / max(m - 1, 1) + 1 / observed)
    increase = added / inside
    return Pooled(estimates.mean(0), np.sqrt(total), df, increase, (increase + 2 / (df + 3)) / (1 + increase))
