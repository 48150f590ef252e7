"""Estimated glomerular filtration rate from creatinine, by two equations that disagree.

The store has the same in its own language, for every row; a test holds the two together.
"""

CKD_EPI = {True: (0.7, -0.241, 1.012), False: (0.9, -0.302, 1.0)}  # kappa, alpha and factor, by whether it is a woman


def egfr_japan(creatinine: float, age: float, female: bool) -> float:
    """mL/min/1.73 m2 from mg/dL and years: 194 x Cr^-1.094 x age^-0.287, x 0.739 in women.

    Matsuo 2009, doi 10.1053/j.ajkd.2008.12.034. ValueError unless both are above zero.
    """
    _check(creatinine, age)
    return float(194 * creatinine**-1.094 * age**-0.287 * (0.739 if female else 1))


def egfr_ckd_epi(creatinine: float, age: float, female: bool) -> float:
    """mL/min/1.73 m2 from mg/dL and years: 142 x min(Cr/k, 1)^a x max(Cr/k, 1)^-1.2 x 0.9938^age, x 1.012 in women.

    k = 0.7 and a = -0.241 in women, 0.9 and -0.302 in men (CKD-EPI 2021; Inker 2021, doi 10.1056/NEJMoa2102953). ValueError
    unless both are above zero.
    """
    _check(creatinine, age)
    kappa, alpha, factor = CKD_EPI[female]
    ratio = creatinine / kappa
    return float(142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age * factor)


def _check(creatinine: float, age: float) -> None:
    if not (creatinine > 0 and age > 0):
        raise ValueError(f"creatinine and age must be above zero; got {creatinine!r} and {age!r}")
