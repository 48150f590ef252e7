"""Columns by which somebody could be known, and what is to become of them."""

from dataclasses import dataclass
from typing import Literal

Treatment = Literal["keep", "drop", "hash", "shift"]
TREATMENTS: tuple[Treatment, ...] = ("keep", "drop", "hash", "shift")
WITHHELD = "withheld"  # what is shown in place of a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A column of a source by which somebody could be known, or of which the mapping says what is to become.

    `why` is said of the column ("looks like a person's name"), empty where only the mapping speaks of it. `variable` is what it
    is mapped to, empty where it is not imported. `treatment` is what becomes of it: what the mapping says (`chosen`), else
    `keep` where it is mapped and `drop` where it is not.
    """

    column: str
    why: str
    treatment: Treatment
    variable: str = ""
    chosen: bool = False

    @property
    def withheld(self) -> bool:
        """True where its cells are shown nowhere."""
        return self.treatment == "drop" or (not self.variable and self.treatment != "keep")
