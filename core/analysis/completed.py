"""Completed data sets: patients as they are with what is not recorded imputed, several times over."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.design import Column
from core.analysis.used import Used
from core.stats.regression.rank import Alias, aliased_columns


@dataclass(frozen=True, slots=True, eq=False)
class Completed(Used):
    """Completed data sets one below the other, one pattern a patient: in each the same patients in the same order.

    `recorded` tells of every patient which terms are recorded, `assessed` whether the outcome is; what is counted is
    recorded, not imputed.
    """

    sets: int
    recorded: tuple[tuple[bool, ...], ...]
    assessed: tuple[bool, ...]

    @property
    def patients(self) -> int:
        """How many are used, each once."""
        return len(self.assessed)

    @property
    def responders(self) -> int:
        """How many of them respond, as recorded."""
        return sum(event for event, known in zip(self.events, self.assessed, strict=False) if known)

    @property
    def outcomes(self) -> int:
        """How many of them have an outcome that is recorded."""
        return sum(self.assessed)

    def counted(self, members: Sequence[bool], places: Sequence[int]) -> tuple[int, int]:
        """Patients and responders that are members, with these terms and the outcome recorded."""
        inside = [at for at in self._known(members, places) if self.assessed[at]]
        return len(inside), sum(self.events[at] for at in inside)

    def has(self, members: Sequence[bool], places: Sequence[int]) -> bool:
        """Is anybody recorded to be a member?"""
        return bool(self._known(members, places))

    def told(self, columns: Sequence[Column]) -> tuple[Alias, ...]:
        """The columns that those before them tell in all data sets, or else in the first one in which any is told."""
        rows = self.rows(columns)
        size = self.patients
        for part in (rows, *(rows[at : at + size] for at in range(0, len(rows), size))):
            if dropped := aliased_columns(part).dropped:
                return dropped
        return ()

    def _known(self, members: Sequence[bool], places: Sequence[int]) -> list[int]:
        """The members with these terms recorded, among the patients of the first data set."""
        return [
            at
            for at, (known, member) in enumerate(zip(self.recorded, members, strict=False))
            if member and all(known[place] for place in places)
        ]
