"""What every reader of files says of them in the same words."""

import re
from collections import Counter
from dataclasses import replace

from core.domain.errors import DataError
from core.domain.problems import Problem
from core.ingest.source import SHOWN
from core.store.checks import refusal
from core.store.enforce import in_all


class Listed:
    """Findings about rows, the first SHOWN of each kind one by one; each of these says how many there are."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self._listed: list[tuple[str, Problem]] = []

    def add(self, kind: str, problem: Problem) -> None:
        """Takes note of one."""
        self.totals[kind] += 1
        if self.totals[kind] <= SHOWN:
            self._listed.append((kind, problem))

    @property
    def told(self) -> tuple[Problem, ...]:
        """What was listed."""
        return tuple(replace(one, rule=one.rule + in_all(self.totals[kind])) for kind, one in self._listed)


_BREAKS = re.compile(r"[\r\n]+")


def warning(file: str, row: int | None, found: str | None, rule: str, remedy: str) -> Problem:
    """Something to be known of a file that does not keep it from being published."""
    return Problem(file=file, row=row, column=None, found=found, rule=rule, remedy=remedy, severity="warning")


def refused(file: str, rule: str, remedy: str, row: int | None = None) -> DataError:
    """The one reason why a file cannot be published."""
    return refusal([Problem(file=file, row=row, column=None, found=None, rule=rule, remedy=remedy)])


def in_one_line(cell: str) -> str:
    """The text of a cell with a space for line breaks."""
    return _BREAKS.sub(" ", cell) if "\n" in cell or "\r" in cell else cell
