"""One finding about the data brought in: where, what was found, which rule, what to do."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["blocks", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding at one cell, or at one table where `row` and `column` are None. Rows are numbered as an editor shows them."""

    file: str
    row: int | None
    column: str | None
    found: str | None
    rule: str
    remedy: str
    severity: Severity = "blocks"
