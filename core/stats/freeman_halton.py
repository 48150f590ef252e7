"""The exact test of a table of several groups by two outcomes, by growing tables one group at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.stats.counts import Group
from core.stats.hypergeometric import Vector

MAX_STATES = 400_000
"""Most partial tables, or entries of a table of bounds, held at once; past it the test is not done."""

TIE = 1e-7
"""Tables likelier than the observed one by no more than this fraction count as equally likely, as in R."""

_SAME = 1e-10  # logs of products this close come from the same factors in another order


@dataclass(frozen=True, slots=True)
class Partials:
    """Undecided partial tables: responders left to place, log of the product so far, and how many share both."""

    left: NDArray[np.int64]
    logs: Vector
    copies: Vector

    def only(self, chosen: NDArray[np.bool_]) -> "Partials":
        """Give those where `chosen` is true."""
        return Partials(self.left[chosen], self.logs[chosen], self.copies[chosen])


@dataclass(frozen=True, slots=True)
class Completions:
    """What the groups still to come can add, by responders left to place; all are logs of products of binomials."""

    least: Vector
    most: Vector
    whole: Vector


def several_groups(groups: Sequence[Group]) -> float | None:
    """Give the exact p of an r x 2 table: the probability of all tables no likelier than the observed one.

    `groups` holds (responders, patients), every group with patients; None once the work passes `MAX_STATES`. A
    table's probability is the product of C(n_i, x_i) over C(N, X). A partial table whose likeliest completion is no
    likelier than the observed table counts whole; one whose least likely completion is likelier is dropped; the
    rest grow by one group (network algorithm, Mehta & Patel 1983, doi 10.1080/01621459.1983.10477989).
    """
    groups = _in_the_rarer_outcome(groups)
    events = sum(x for x, _ in groups)
    choices = [_log_choose(n, events) for _, n in groups]
    if max(map(len, choices)) * (events + 1) > MAX_STATES:
        return None
    cut = sum(float(choice[x]) for choice, (x, _) in zip(choices, groups, strict=True)) + TIE
    completions = _completions([n for _, n in groups], choices, events)
    partials = Partials(np.array([events]), np.zeros(1), np.ones(1))
    whole, p = float(completions[0].whole[events]), 0.0
    for choice, rest in zip(choices, completions[1:], strict=True):
        if len(partials.left) * len(choice) > MAX_STATES:
            return None
        partials = _grown(partials, choice, len(rest.whole) - 1)
        counted = partials.logs + rest.most[partials.left] <= cut
        done = partials.only(counted)
        p += float(done.copies @ np.exp(done.logs + rest.whole[done.left] - whole))
        partials = _merged(partials.only(~counted & (partials.logs + rest.least[partials.left] <= cut)))
    return min(1.0, p)


def _in_the_rarer_outcome(groups: Sequence[Group]) -> list[Group]:
    """Give the groups, largest first, counted in whichever outcome is rarer; the p-value is the same."""
    if 2 * sum(x for x, _ in groups) > sum(n for _, n in groups):
        groups = [(n - x, n) for x, n in groups]
    return sorted(groups, key=lambda group: -group[1])


def _log_choose(n: int, most: int) -> Vector:
    """Give log C(n, x) for x = 0 .. min(n, most), summed ratio by ratio."""
    x = np.arange(min(n, most), dtype=np.float64)
    logs = np.zeros(len(x) + 1)
    np.cumsum(np.log((n - x) / (x + 1)), out=logs[1:])
    return logs


def _completions(sizes: list[int], choices: list[Vector], events: int) -> list[Completions]:
    """Give what the groups from the first, second, ... and after the last can add.

    log C(n, x) is concave in x, so the most likely completion takes the largest ratios of all groups; the least
    likely one is found by adding a group at a time.
    """
    least, ratios, total = np.zeros(1), np.zeros(0), 0
    found = [Completions(least, np.zeros(1), np.zeros(1))]
    for n, choice in zip(reversed(sizes), reversed(choices), strict=True):
        total += n
        least = _smallest_sums(choice, least)[: events + 1]
        ratios = -np.sort(-np.concatenate([ratios, np.diff(choice)]))[:events]
        most = np.concatenate([np.zeros(1), np.cumsum(ratios)])
        found.append(Completions(least, most, _log_choose(total, events)))
    return found[::-1]


def _smallest_sums(first: Vector, second: Vector) -> Vector:
    """Give, for each t, the least first[x] + second[t - x]."""
    edge = np.full(len(first) - 1, np.inf)
    windows = sliding_window_view(np.concatenate([edge, second, edge]), len(first))
    return np.asarray((windows + first[::-1]).min(axis=1), dtype=np.float64)


def _grown(partials: Partials, choice: Vector, room: int) -> Partials:
    """Give every partial table with every feasible count in the next group; `room` is what later groups can hold."""
    left = partials.left[:, None] - np.arange(len(choice))
    feasible = (left >= 0) & (left <= room)
    logs = partials.logs[:, None] + choice
    copies = np.broadcast_to(partials.copies[:, None], left.shape)
    return Partials(left[feasible], logs[feasible], copies[feasible])


def _merged(partials: Partials) -> Partials:
    """Give the same partial tables with those that agree in responders left and in probability counted together."""
    if len(partials.left) < 2:
        return partials
    order = np.lexsort((partials.logs, partials.left))
    left, logs = partials.left[order], partials.logs[order]
    starts = np.flatnonzero(np.concatenate([[True], (np.diff(left) != 0) | (np.diff(logs) > _SAME)]))
    return Partials(left[starts], logs[starts], np.add.reduceat(partials.copies[order], starts))
