"""How a cell that is not in the plain form was read."""

from collections.abc import Callable
from dataclasses import dataclass

from core.domain.variable import Variable


@dataclass(frozen=True, slots=True)
class Reading:
    """The plain text that a cell stands for (None: not recorded), by which rule, and whether somebody should look at it.

    `scaled`: it was written in another unit than the plain form's, so that a bare number in the same column may be, too.
    """

    text: str | None
    rule: str
    look: bool = False
    scaled: bool = False


CellReader = Callable[[Variable, str], Reading | None]
"""What a cell of a variable stands for; None where it is left as it stands, for the checks to judge."""


def as_it_stands(_variable: Variable, _found: str) -> Reading | None:
    """The reader of files that are in the plain form."""
    return None
