"""SciPy's special functions under their statistical names; the library is loaded with the first that is called.

The first page needs none of them, and loading them would take a tenth of the time until it is drawn.
"""


def beta_quantile(p: float, a: float, b: float) -> float:
    """The p-quantile (0..1) of Beta(a, b)."""
    from scipy.special import betaincinv

    return float(betaincinv(a, b, p))


def gamma_quantile(p: float, shape: float) -> float:
    """The p-quantile of the gamma distribution of that shape and scale 1."""
    from scipy.special import gammaincinv

    return float(gammaincinv(shape, p))


def chi_square_tail(statistic: float, df: float) -> float:
    """P(X >= statistic) of the chi-square distribution on df degrees of freedom."""
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))
