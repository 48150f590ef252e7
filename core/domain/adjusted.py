"""Adjusted absolute risks: what the response rate would be if everybody had one level of a term."""

from dataclasses import dataclass

from core.domain.estimates import Estimate
from core.domain.model import ModelResult, Status
from core.domain.rates import Size, size_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedRisk:
    """One level of a term, one quartile of a curve, or a line moved up.

    `risk` is the mean predicted risk of all patients used if everybody had the level (None for a line), `difference` that
    less the risk at the `reference`, or of a line the mean change if everybody had `per` units more; both proportions.
    `value` is the level as stored ("" for a number). `n` and `events` count the patients who have the level; of a number,
    everyone used, `beyond` of whom a line would move above the highest value seen.
    """

    variable: str
    label: str
    level: str
    n: int
    events: int
    value: str = ""
    reference: str = ""
    risk: Estimate | None = None
    difference: Estimate | None = None
    beyond: int = 0

    @property
    def size(self) -> Size:
        """How far a number that rests on these patients can be read."""
        return size_of(self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedRisks:
    """The adjusted risks of a logistic model, term by term; none unless the status of the model is "ok".

    `observed` is the response rate of the patients used. Where the model shows Firth's estimates, the intercept is
    corrected (FLIC), so that the predicted risks of these patients average to the rate observed.
    """

    model: ModelResult
    observed: Estimate | None = None
    risks: tuple[AdjustedRisk, ...] = ()

    @property
    def status(self) -> Status:
        """That of the model."""
        return self.model.status
