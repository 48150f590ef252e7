"""Is response unrelated to group? Tests on large counts, and the choice between them and the exact test."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from core.domain.estimates import Test
from core.stats.counts import Group, checked_groups
from core.stats.exact_tables import FISHER, FREEMAN_HALTON, fisher_exact
from core.stats.exact_trend import exact_trend
from core.stats.special import chi_square_tail

PEARSON = "Pearson chi-square test"
TREND = "Cochran-Armitage trend test"
SMALL_EXPECTED = 5
"""Expected counts below this make the chi-square approximation doubtful (Cochran 1954, doi 10.2307/3001616)."""

_SMALL = f"some expected counts are below {SMALL_EXPECTED}: the chi-square approximation may be poor"


def least_expected(groups: Sequence[Group]) -> float:
    """Give the smallest expected count of the table, n_i times the rarer outcome's overall rate; 0 for no patients."""
    events, n = sum(x for x, _ in groups), sum(n for _, n in groups)
    return min(size for _, size in groups) * min(events, n - events) / n if n else 0.0


def chi_square(groups: Sequence[Group]) -> Test:
    """Give Pearson's chi-square test of equal rates, without continuity correction, on (groups - 1) df.

    `groups` holds (responders, patients); groups without patients are left out. statistic = sum of
    n_i (p_i - p)^2 / (p (1 - p)), the same as the sum of (observed - expected)^2 / expected over both outcomes
    (Pearson 1900). p is None, with a note, for fewer than two groups or one outcome only; the note also says when an
    expected count is below 5.
    """
    kept = _with_patients(groups)
    reason = _why_not(kept)
    if reason:
        return Test(method=PEARSON, p=None, note=reason)
    events, n = sum(x for x, _ in kept), sum(n for _, n in kept)
    statistic = sum((x * n - size * events) ** 2 / size for x, size in kept) / (events * (n - events))
    df = len(kept) - 1
    note = _SMALL if least_expected(kept) < SMALL_EXPECTED else ""
    return Test(method=PEARSON, p=chi_square_tail(statistic, df), statistic=statistic, df=df, note=note)


def cochran_armitage(groups: Sequence[Group], scores: Sequence[float] | None = None) -> Test:
    """Give the two-sided Cochran-Armitage test for a linear trend of rates over ordered groups, on 1 df.

    `scores` are the groups' positions, 0, 1, 2 ... unless given; groups without patients are left out, the others
    keep their scores. statistic = (sum s_i (x_i - n_i p))^2 / (p (1 - p) sum n_i (s_i - mean s)^2), the binomial
    variance on N, as in R's prop.trend.test; the version conditional on both margins is (N - 1)/N times this
    (Cochran 1954, doi 10.2307/3001616; Armitage 1955, doi 10.2307/3001775). p is None, with a note, for fewer than
    two groups, one outcome only or scores all alike. ValueError when scores do not match the groups or are not finite.
    """
    placed = tuple(range(len(groups))) if scores is None else tuple(scores)
    if len(placed) != len(groups) or not all(isfinite(score) for score in placed):
        raise ValueError(f"scores must be one finite number for each of {len(groups)} groups; got {placed!r}")
    rows = [(group, score) for group, score in zip(checked_groups(groups), placed, strict=True) if group[1]]
    kept = tuple(group for group, _ in rows)
    reason = _why_not(kept) or ("the groups have one score" if len({score for _, score in rows}) == 1 else "")
    if reason:
        return Test(method=TREND, p=None, note=reason)
    events, n = sum(x for x, _ in kept), sum(n for _, n in kept)
    middle = sum(size * score for (_, size), score in rows) / n
    slope = sum((score - middle) * (x - size * events / n) for (x, size), score in rows)
    spread = sum(size * (score - middle) ** 2 for (_, size), score in rows)
    statistic = slope**2 / (events / n * (n - events) / n * spread)
    return Test(method=TREND, p=chi_square_tail(statistic, 1), statistic=statistic, df=1)


def trend(groups: Sequence[Group], scores: Sequence[float]) -> Test:
    """Give the exact trend test where an expected count is below 5 and the work can be done, else Cochran-Armitage's.

    `groups` and `scores` as in `cochran_armitage`; where that runs in spite of small expected counts the note says so.
    """
    asymptotic = cochran_armitage(groups, scores)
    if asymptotic.p is None or least_expected(_with_patients(groups)) >= SMALL_EXPECTED:
        return asymptotic
    return exact_trend(groups, scores) or replace(asymptotic, note=_SMALL)


def independence(groups: Sequence[Group]) -> Test:
    """Give the exact test where an expected count is below 5 and the work can be done, else Pearson's chi-square.

    `groups` holds (responders, patients), in any order. `method` names the test that ran; where it is chi-square in
    spite of small expected counts the note says so. Where nobody or everybody responded nothing was tested: p is None.
    """
    kept = _with_patients(groups)
    reason = _why_not(kept)
    if reason:
        return Test(method=FISHER if len(kept) < 3 else FREEMAN_HALTON, p=None, note=reason)
    if least_expected(kept) < SMALL_EXPECTED:
        exact = fisher_exact(kept)
        if exact.p is not None or len(kept) < 2:
            return exact
    return chi_square(kept)


def _with_patients(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Give the checked groups that have patients."""
    return tuple(group for group in checked_groups(groups) if group[1])


def _why_not(groups: Sequence[Group]) -> str:
    """Give the reason these groups cannot be tested, "" where they can."""
    if len(groups) < 2:
        return "fewer than two groups have patients"
    events = sum(x for x, _ in groups)
    if not events:
        return "nobody had the outcome"
    return "everyone had the outcome" if events == sum(n for _, n in groups) else ""
