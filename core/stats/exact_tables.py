"""Fisher's exact test: is response unrelated to group? Exact for any table it takes on, never simulated."""

from collections.abc import Sequence

import numpy as np

from core.domain.estimates import Test
from core.stats.counts import Group, checked_groups
from core.stats.freeman_halton import TIE, several_groups
from core.stats.hypergeometric import cells_of, table_log_weights

FISHER = "Fisher's exact test"
FREEMAN_HALTON = "Fisher-Freeman-Halton exact test"
MAX_TABLES = 100_000
"""Most 2 x 2 tables one exact test sums over."""


def fisher_exact(groups: Sequence[Group]) -> Test:
    """Give the two-sided exact p: the probability of all tables with these margins no likelier than the observed one.

    `groups` holds (responders, patients); groups without patients are left out. p is 1 where nobody or everybody
    responded, and None, with a note, for fewer than two groups with patients or a table too large for exact work
    (more than `MAX_TABLES` tables for two groups, `freeman_halton.MAX_STATES` for more). Two groups: Fisher 1935,
    both tails by probability as in R; more: Freeman & Halton 1951, Biometrika 38: 141-149.
    """
    kept = tuple(group for group in checked_groups(groups) if group[1])
    method = FISHER if len(kept) <= 2 else FREEMAN_HALTON
    if len(kept) < 2:
        return Test(method=method, p=None, note="fewer than two groups have patients")
    events, n = sum(x for x, _ in kept), sum(n for _, n in kept)
    if events in (0, n):
        return Test(method=method, p=1.0, note="nobody had the outcome" if not events else "everyone had the outcome")
    p = _two_groups(*kept) if len(kept) == 2 else several_groups(kept)
    return Test(method=method, p=p, note="too many patients for the exact test" if p is None else "")


def _two_groups(group: Group, reference: Group) -> float | None:
    """Give the exact p of a 2 x 2 table, None past `MAX_TABLES`."""
    a, b, c, d = cells = cells_of(group, reference)
    if min(a, d) + min(b, c) >= MAX_TABLES:
        return None
    _, log_weights = table_log_weights(cells)
    weights = np.exp(log_weights - log_weights.max())
    return min(1.0, float(weights[log_weights <= TIE].sum() / weights.sum()))
