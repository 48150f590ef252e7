"""What every reader of files says of them in the same words."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from core.domain.errors import DataError
from core.domain.problems import SHOWN, Problem, Severity, in_all
from core.store.checks import refusal

Kinds = Mapping[str, tuple[str, Severity]]  # kind of finding -> what to do, how bad it is


class Listed:
    """Findings about the rows of a file, the first SHOWN of each kind one by one; each of these says how many there are."""

    def __init__(self, file: str, kinds: Kinds) -> None:
        self.totals: Counter[str] = Counter()
        self._file, self._kinds = file, kinds
        self._listed: list[tuple[str, Problem]] = []

    def add(self, kind: str, row: int, found: str | None, rule: str, column: str | None = None) -> None:
        """Takes note of one."""
        self.totals[kind] += 1
        if self.totals[kind] <= SHOWN:
            remedy, severity = self._kinds[kind]
            problem = Problem(file=self._file, row=row, column=column, found=found, rule=rule, remedy=remedy, severity=severity)
            self._listed.append((kind, problem))

    @property
    def told(self) -> tuple[Problem, ...]:
        """What was listed."""
        return tuple(replace(one, rule=one.rule + in_all(self.totals[kind])) for kind, one in self._listed)


SHORT = 80  # letters of a line that are quoted
_BREAKS = re.compile(r"[\r\n]+")


def warning(file: str, row: int | None, found: str | None, rule: str, remedy: str) -> Problem:
    """Something to be known of a file that does not keep it from being published."""
    return Problem(file=file, row=row, column=None, found=found, rule=rule, remedy=remedy, severity="warning")


def skipped_line(file: str, row: int, text: str, why: str) -> Problem:
    """A line that is no row of a table, with the beginning of what stands in it."""
    found = text[:SHORT] + "…" * (len(text) > SHORT)
    remedy = "It was not read as a row of the table. If it is one, give it what the other rows have."
    return Problem(file=file, row=row, column=None, found=found or None, rule=why, remedy=remedy, severity="note")


def refused(file: str, rule: str, remedy: str, row: int | None = None) -> DataError:
    """The one reason why a file cannot be published."""
    return refusal([Problem(file=file, row=row, column=None, found=None, rule=rule, remedy=remedy)])


def in_one_line(cell: str) -> str:
    """The text of a cell with a space for line breaks."""
    return _BREAKS.sub(" ", cell) if "\n" in cell or "\r" in cell else cell
