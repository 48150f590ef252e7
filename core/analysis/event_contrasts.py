"""Each group's adverse events against those of the reference group, and what having looked at many of them costs."""

from collections.abc import Sequence
from dataclasses import replace

from core.domain.events import KINDS, EventCount, EventRow, EventSpec, Treated
from core.stats.association import independence
from core.stats.differences import risk_difference
from core.stats.multiplicity import benjamini_hochberg
from core.stats.risk_ratios import risk_ratio


def contrasted(
    spec: EventSpec, rows: tuple[EventRow, ...], groups: Sequence[Treated], reference: str | None
) -> tuple[EventRow, ...]:
    """The rows with differences, ratios and tests; adjusted p-values go over all terms that somebody had, and by kind."""
    values = [one.levels[0].value for one in groups]
    if reference is None or len(values) < 2:
        return rows
    at = values.index(reference)
    compared = tuple(replace(row, groups=_against(spec, row.groups, at)) for row in rows)
    return _adjusted(compared)


def _against(spec: EventSpec, counts: tuple[EventCount, ...], at: int) -> tuple[EventCount, ...]:
    other = counts[at].patients, counts[at].n
    return tuple(one if place == at else _contrast(spec, one, other) for place, one in enumerate(counts))


def _contrast(spec: EventSpec, count: EventCount, other: tuple[int, int]) -> EventCount:
    own = count.patients, count.n
    return replace(
        count,
        difference=risk_difference(own, other, spec.difference, spec.level),
        risk_ratio=risk_ratio(own, other, level=spec.level),
        test=independence([own, other]),
    )


def _adjusted(rows: tuple[EventRow, ...]) -> tuple[EventRow, ...]:
    """Benjamini-Hochberg within any event, categories, terms and sets, over all groups; rows that nobody had have no test."""
    places = [(at, group) for at, row in enumerate(rows) for group in range(len(row.groups))]
    found: dict[tuple[int, int], float | None] = {}
    for kind in KINDS:
        mine = [(at, group) for at, group in places if rows[at].kind == kind]
        tests = [rows[at].groups[group].test for at, group in mine]
        found |= dict(zip(mine, benjamini_hochberg([test.p if test else None for test in tests]), strict=True))
    return tuple(
        replace(row, groups=tuple(replace(one, adjusted_p=found[at, group]) for group, one in enumerate(row.groups)))
        for at, row in enumerate(rows)
    )
