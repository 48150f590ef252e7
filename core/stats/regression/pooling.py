"""Estimates from multiply imputed data sets pooled into one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.domain.estimates import Test
from core.stats.counts import normal_quantile
from core.stats.regression.patterns import Array
from core.stats.regression.tails import f_tail, t_quantile, two_sided_t

D1 = "Rubin D1 test"


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Pooled coefficients (p,): estimate, standard error, degrees of freedom, and what missingness adds.

    `relative_increase` is of variance from missing data, `fraction_missing` the share of information lost to it. `monte_carlo`
    is how far an estimate would move with other draws, its Monte Carlo standard error sqrt(between / m) as a share of the
    standard error (White, Royston & Wood 2011, doi 10.1002/sim.4067).
    """

    coef: Array
    se: Array
    df: Array
    relative_increase: Array
    fraction_missing: Array
    monte_carlo: Array

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
    lost = (increase + 2 / (df + 3)) / (1 + increase)
    return Pooled(estimates.mean(0), np.sqrt(total), df, increase, lost, np.sqrt(share / (m + 1)))


def pooled_test(coef: npt.ArrayLike, covariance: npt.ArrayLike, df_complete: float) -> Test:
    """Give the D1 test that all k coefficients are 0, from those of m data sets (m, k) and their covariances (m, k, k).

    statistic = q' U^-1 q / (k (1 + r)) with mean coefficients q, mean covariance U, covariance between data sets B and
    r = (1 + 1/m) tr(B U^-1) / k (Li, Raghunathan & Rubin 1991, doi 10.1080/01621459.1991.10475152), against F on k and the
    degrees of freedom of Reiter 2007 (doi 10.1093/biomet/asm028). Of one coefficient it is the t test of `pool`. Where
    Reiter's do not exist (few patients, much missing) F takes the fewest that Barnard & Rubin's give any of the k.
    """
    estimates, within = np.asarray(coef, dtype=np.float64), np.asarray(covariance, dtype=np.float64)
    m, k = estimates.shape
    alone = pool(estimates, np.einsum("mkk->mk", within), df_complete)
    inside = within.mean(0)
    between = np.atleast_2d(np.cov(estimates.T)) if m > 1 else np.zeros_like(inside)
    increase = (1 + 1 / m) * float(np.trace(np.linalg.solve(inside, between))) / k
    statistic = float(alone.coef @ np.linalg.solve(inside, alone.coef)) / (k * (1 + increase))
    df = _reiter(increase, k * (m - 1), df_complete) if k > 1 else None
    return Test(method=D1, p=f_tail(statistic, k, df or float(alone.df.min())), statistic=statistic, df=k)


def _reiter(increase: float, t: int, df_complete: float) -> float | None:
    """Give Reiter's degrees of freedom (equations 1 and 2) for t = k (m - 1); None where they do not exist."""
    observed = (df_complete + 1) / (df_complete + 3) * df_complete
    if t <= 4:
        return None
    a = increase * t / (t - 2)
    one, four = observed - 2 * (1 + a), observed - 4 * (1 + a)
    if four <= 0:
        return None
    more = a**2 * one / ((1 + a) ** 2 * four) + 8 * a**2 * one / ((1 + a) * four**2) + 4 * a**2 / ((1 + a) * four)
    more += 4 * a**2 / (four * one) + 16 * a**2 * one / four**3 + 8 * a**2 / four**2
    return 4 + 1 / (1 / four + more / (t - 4))
