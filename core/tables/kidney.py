"""Both estimates of the glomerular filtration rate as a table: one row a month."""

from core.domain.kidney import KidneyResult, Spread
from core.domain.rows import Row, Rows
from core.words.kidney import CKD_EPI, JAPAN


def kidney_table(result: KidneyResult) -> Rows:
    """Patients, median and quartiles of both, their difference, those with a low rate, and the step of creatinine in umol/L."""
    return [
        {
            "Month": one.month,
            "Patients": one.n,
            **_spread(JAPAN, one.japan),
            **_spread(CKD_EPI, one.ckd_epi),
            **_spread("Difference", one.difference),
            f"Below {result.rule.below:g}, {JAPAN}": one.low_japan,
            f"Below {result.rule.below:g}, {CKD_EPI}": one.low_ckd_epi,
            **_spread("Creatinine from baseline, µmol/L", one.step),
        }
        for one in result.points
    ]


def _spread(name: str, one: Spread) -> Row:
    return {name: one.median, f"{name}, lower quartile": one.lower, f"{name}, upper quartile": one.upper}
