"""What a benchmark prints: two medians of one run, their ratio, and the target."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

HEADING = f"{'':9}{'what':58}{'ms':>9}{'than ms':>10}{'ratio':>8}  repeats"
Times = list[float]
FEW = 0.1  # below this ratio two decimals say too little


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One comparison: times in milliseconds of this and of that; without a target it is there for information."""

    what: str
    ours: Times
    other: Times
    target: float | None = None

    def __str__(self) -> str:
        """The line of the table."""
        if not self.ours or not self.other:
            return f"{self.what:58}  not measured: no click in which every chart changed"
        this, that = median(self.ours), median(self.other)
        digits = 2 if this / that >= FEW else 3
        repeats = f"{len(self.ours)}/{len(self.other)}"
        return f"{self.what:58}{this:9.1f}{that:10.1f}{this / that:8.{digits}f}  {repeats:8}{self._verdict(this / that)}"

    def _verdict(self, ratio: float) -> str:
        if self.target is None:
            return ""
        return f"target ≤{self.target:g}  {'met' if ratio <= self.target else 'missed'}"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence between the lines."""

    text: str

    def __str__(self) -> str:
        """The sentence."""
        return self.text


def interleaved(work: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, Times]:
    """Milliseconds of every piece of work, once each a round; the order turns, and a first round is thrown away."""
    times: dict[str, Times] = {name: [] for name in work}
    for turn in range(repeats + 1):
        names = list(work)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            began = time.perf_counter()
            work[name]()
            if turn:
                times[name].append(1000 * (time.perf_counter() - began))
    return times
