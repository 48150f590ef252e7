"""Tests over the groups of a rates result: is there any difference, is there a trend, and both with the page's multiplicity."""

from core.analysis.groups import position_of
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.estimates import Test
from core.domain.rates import Asked, Comparison, GroupRate, RateSpec
from core.stats.association import independence, trend
from core.stats.multiplicity import benjamini_hochberg


def comparisons(catalogue: Catalogue, spec: RateSpec, groups: tuple[GroupRate, ...]) -> tuple[Comparison, ...]:
    """A test of independence, and for ordered groups of trend, over the first grouping within each level of the second."""
    if not spec.by:
        return ()
    chosen = variable(catalogue, spec.by[0].variable)
    ordered = chosen.ordered or chosen.numeric
    found: list[tuple[Asked, str, Test]] = []
    for within in dict.fromkeys(group.levels[1:] for group in groups):
        members = [group for group in groups if group.levels[1:] == within]
        counts = [(group.events, group.n) for group in members]
        label = within[0].label if within else ""
        found.append(("any difference", label, independence(counts)))
        if ordered and sum(n > 0 for _, n in counts) > 2:
            present = [group.levels[0].value for group in members]
            scores = [float(position_of(chosen, group.levels[0], present)) for group in members]
            found.append(("trend", label, trend(counts, scores)))
    adjusted = benjamini_hochberg([test.p for _, _, test in found])
    return tuple(
        Comparison(question=question, within=within, test=test, adjusted_p=p)
        for (question, within, test), p in zip(found, adjusted, strict=True)
    )
