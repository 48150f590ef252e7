"""Completers against non-completers at baseline, for one endpoint and month."""

from collections import Counter
from dataclasses import replace

from core.analysis.baseline import ARM_OF, Tally, level_count, quartiles, recorded, shown_levels
from core.analysis.provenance import provenance
from core.catalogue.lookup import in_order, variable
from core.domain.catalogue import Catalogue
from core.domain.completers import ComparedLevel, ComparedVariable, CompletersResult
from core.domain.endpoint import Outcome
from core.domain.estimates import Test
from core.domain.filters import CohortFilter
from core.domain.rates import RateSpec
from core.domain.variable import Variable
from core.stats.association import independence
from core.stats.balance import standardised_difference_categories, standardised_difference_means
from core.stats.multiplicity import benjamini_hochberg
from core.stats.rank_sum import rank_sum
from core.stats.summaries import mean_sd
from core.store.cohort_store import CohortStore
from core.store.distributions import Counted, baseline_patterns, stop_patterns
from core.store.queries import Question

Pair = tuple[Tally, Tally]  # completers, and those not assessed


def completers(store: CohortStore, cohort: CohortFilter, spec: RateSpec) -> CompletersResult:
    """Baseline of both groups side by side. Raises FilterError, RequestError."""
    question = Question(cohort, spec.endpoint, spec.month, spec.window)
    sizes: Counter[str] = Counter()
    for _, outcome, n in stop_patterns(store, question):
        sizes[_group(outcome)] += n
    patterns = baseline_patterns(store, question, store.catalogue.baseline_variables)
    found = [_compared(store.catalogue, name, counted) for name, counted in patterns.items() if _known(counted)]
    adjusted = benjamini_hochberg([one.test.p for one in found])
    return CompletersResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, sum(sizes.values())),
        completers=sizes["completers"],
        others=sizes["others"],
        not_evaluable=sizes["neither"],
        variables=tuple(replace(one, adjusted_p=p) for one, p in zip(found, adjusted, strict=True)),
    )


def _group(outcome: Outcome) -> str:
    if outcome is Outcome.NOT_EVALUABLE:
        return "neither"
    return "others" if ARM_OF[outcome] == "not assessed" else "completers"


def _known(counted: Counted) -> bool:
    """Whether anybody of the two groups has a value."""
    return any(value is not None and _group(outcome) != "neither" for value, outcome, _ in counted)


def _compared(catalogue: Catalogue, name: str, counted: Counted) -> ComparedVariable:
    chosen = variable(catalogue, name)
    tallies: dict[str, Tally] = {"completers": {}, "others": {}, "neither": {}}
    for value, outcome, n in counted:
        tally = tallies[_group(outcome)]
        tally[value] = tally.get(value, 0) + n
    pair = tallies["completers"], tallies["others"]
    levels, smd, test = _number(pair) if chosen.numeric else _choice(chosen, pair)
    return ComparedVariable(
        variable=name, label=chosen.label, unit=chosen.unit, levels=levels, smd=smd, test=test, adjusted_p=None
    )


def _number(pair: Pair) -> tuple[tuple[ComparedLevel, ...], float | None, Test]:
    ours, theirs = (recorded(tally) for tally in pair)
    one, other = mean_sd(ours), mean_sd(theirs)
    smd = standardised_difference_means(one.mean, one.sd, other.mean, other.sd)
    level = ComparedLevel(level="", completers=quartiles(pair[0]), others=quartiles(pair[1]))
    return (level,), smd, rank_sum(ours, theirs)


def _choice(chosen: Variable, pair: Pair) -> tuple[tuple[ComparedLevel, ...], float | None, Test]:
    found = {str(value) for tally in pair for value in tally if value is not None}
    levels = in_order(chosen, found)
    ours, theirs = ([tally.get(level, 0) for level in levels] for tally in pair)
    smd = standardised_difference_categories(ours, theirs) if len(levels) > 1 else None
    test = _independence(ours, theirs)
    lines = tuple(
        ComparedLevel(level=chosen.label_of(level), completers=level_count(pair[0], level), others=level_count(pair[1], level))
        for level in shown_levels(chosen, levels)
    )
    return lines, smd, test


def _independence(ours: list[int], theirs: list[int]) -> Test:
    """The test of levels against groups; the two groups are its two outcomes, so what it says of them is said of groups."""
    groups = [(one, one + other) for one, other in zip(ours, theirs, strict=True)]
    test = independence(groups)
    if test.p is not None or test.note.startswith("too many"):
        return test
    alike = sum(n > 0 for _, n in groups) < 2
    return replace(test, note="everybody has the same level" if alike else "fewer than two groups have patients")
