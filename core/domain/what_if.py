"""The what-if profile: one patient whom nobody has seen, and what the model says of one like that."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from core.domain.errors import RequestError
from core.domain.estimates import Estimate
from core.domain.model import ModelResult, Status
from core.domain.variable import Level

LONGEST = 2000
_NAME = re.compile(r"[^\W\d]\w*(@\d{1,3})?")  # a variable, or a measure at a landmark month
LIKE_SD = 0.5  # standard deviations of a number by which patients alike may differ


@dataclass(frozen=True, slots=True)
class Profile:
    """(variable, value) of as many terms as are said: a level as stored, or a number as text. The others are as usual."""

    values: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.values]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise RequestError(f"The profile names {', '.join(twice)} more than once. Give one value a variable.")

    def to_text(self) -> str:
        """The profile as links and the command line spell it: `sex=F;age_years=34`."""
        return ";".join(f"{name}={quote(value, safe=' +-()')}" for name, value in self.values)

    @classmethod
    def from_text(cls, text: str) -> "Profile":
        """The profile that a text spells. Raises RequestError with the remedy."""
        parts = [part.partition("=") for part in text.split(";") if part.strip()]
        if len(text) > LONGEST or not all(_NAME.fullmatch(name.strip()) and value.strip() for name, _, value in parts):
            raise RequestError(f"Cannot read the profile {text[:60]!r}. Write variable=value, for example sex=F;age_years=34.")
        return cls(tuple((name.strip(), unquote(value.strip())) for name, _, value in parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One term of the profile: its `value`, the `usual` one (most frequent level, median), and what can be chosen.

    Of a choice the `levels` that occur among the patients used, with `counts`; of a number none, but its smallest and
    largest value seen, its `step`, and the distance `near` within which patients count as alike.
    """

    variable: str
    label: str
    unit: str
    value: str
    usual: str
    levels: tuple[Level, ...] = ()
    counts: tuple[int, ...] = ()
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    near: float = 0.0

    @property
    def problem(self) -> Literal["", "nobody has it", "out of range", "no number"]:
        """Why the value cannot be predicted for; "" where it can."""
        if self.levels:
            return "" if self.value in [level.value for level in self.levels] else "nobody has it"
        try:
            return "" if self.low <= float(self.value) <= self.high else "out of range"
        except ValueError:
            return "no number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The patients used who differ from a profile in at most `apart` terms, and how many of them responded."""

    apart: int
    n: int
    events: int
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What a logistic model says of a profile; nothing unless the status of the model is "ok" and no setting has a problem.

    `risk` is the predicted probability of response. A patient is like the profile in a term who has its level, or a number
    at most `near` away; `alike` are those like it in every term and, where they are few, the nearest who are not few.
    `leverage` is x'(X'WX)^-1 x of the profile and `farthest` the largest among the patients used;
    `unseen` are the pairs of variables whose two levels no patient used has together.
    """

    model: ModelResult
    settings: tuple[Setting, ...] = ()
    observed: Estimate | None = None
    risk: Estimate | None = None
    alike: tuple[Alike, ...] = ()
    leverage: float = 0.0
    farthest: float = 0.0
    unseen: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> Status:
        """That of the model."""
        return self.model.status

    @property
    def beyond(self) -> bool:
        """True where the combination of values lies farther out than any patient used."""
        return self.risk is not None and (bool(self.unseen) or self.leverage > self.farthest * (1 + 1e-9))
