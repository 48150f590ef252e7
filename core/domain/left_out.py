"""What a model leaves out or fits otherwise than asked: patients, terms, columns."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["not evaluable", "not assessed", "not recorded", "no improvement rate", "no baseline"]
MissingPart = Literal["constant", "told", "empty cell", "without its term"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliased:
    """A term that is left out, or of an interaction one column: it is constant, a combination of others kept, a pair of levels
    nobody has, or an interaction of a term that is left out."""

    variable: str
    term: str
    label: str
    why: MissingPart
    of: tuple[str, ...] = ()  # labels of the columns it is a combination of


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A term fitted otherwise than asked: compared with the level `used` for nobody has the one asked for, or as a line for its
    values are too few for a spline."""

    label: str
    what: Literal["reference", "straight"]
    asked: str = ""
    used: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Patients in view that no fit uses, by the first reason that applies; `variable` is the label of what is not recorded."""

    reason: Reason
    variable: str
    n: int
