"""How far measures of a fit are corrected for being taken on its own patients, in words."""

from core.domain.diagnostics import Corrected, Diagnostics
from core.words.numbers import decimals

AT_BEST = "At best: {separated:,} of {drawn:,} bootstrap samples, the most overfitted, have no finite fit and are left out."
NOT_CORRECTED = (
    "Not corrected for optimism, so these measures flatter: on these patients, or on every one of {drawn:,} bootstrap samples "
    "of them, there is no fit with a calibration slope."
)
USE_FIRTH = "Firth's penalised likelihood leaves none of them out."


def corrected_shown(found: Diagnostics, one: Corrected | float | None, digits: int = 2) -> str:
    """`0.73`, or `0.73 at best` where too many bootstrap samples were separated; a dash where there is none."""
    value = one.corrected if isinstance(one, Corrected) else one
    return decimals(value, digits) + " at best" * (found.flattered and value is not None)


def at_best(found: Diagnostics) -> str:
    """Why what is corrected looks better than it is; nothing where it does not."""
    return AT_BEST.format(separated=found.separated, drawn=found.drawn) if found.flattered else ""


def correction_words(found: Diagnostics) -> str:
    """By how many bootstrap samples the measures are corrected, or that they are not."""
    if not found.used:
        return NOT_CORRECTED.format(drawn=found.drawn)
    boot = f"{found.used} of {found.drawn} bootstrap samples that could be fitted, seed {found.seed}"
    return " ".join([f"Corrected for optimism by {boot}.", *([at_best(found), USE_FIRTH] if found.flattered else [])])
