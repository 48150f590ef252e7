"""Response rates by group: one query, every analysis set, differences, tests."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from core.analysis.comparisons import comparisons
from core.analysis.groups import Key, check_reference, levels
from core.analysis.methods import check_method
from core.analysis.provenance import provenance
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import AnalysisSet, Outcome, denominator, responds
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.rates import GroupRate, RateResult, RateSpec, SetRate, size_of
from core.domain.variable import Level
from core.stats.differences import DIFFERENCE_METHODS, risk_difference
from core.stats.intervals import PROPORTION_METHODS, proportion
from core.stats.odds_ratios import odds_ratio
from core.stats.risk_ratios import risk_ratio
from core.store.cohort_store import CohortStore
from core.store.queries import Pattern, Question, outcome_patterns

Outcomes = Counter[Outcome]


def rates(store: CohortStore, cohort: CohortFilter, spec: RateSpec) -> RateResult:
    """The response rates of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    _check(spec)
    question = Question(cohort, spec.endpoint, spec.month, spec.window)
    patterns = outcome_patterns(store, question, spec.by)
    everyone = _tally(patterns)
    groups, reference = _with_contrasts(store.catalogue, spec, _groups(store.catalogue, spec, patterns))
    return RateResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, sum(everyone.values())),
        overall=_group(spec, (), everyone),
        groups=groups,
        sets=tuple(_set_rate(spec, analysis_set, everyone) for analysis_set in AnalysisSet),
        comparisons=comparisons(store.catalogue, spec, groups),
        reference=reference,
        in_no_group=sum(pattern.n for pattern in patterns if None in pattern.groups),
        labels=tuple((one.variable, variable(store.catalogue, one.variable).label) for one in spec.by),
    )


def _check(spec: RateSpec) -> None:
    if spec.reference is not None and not spec.by:
        raise RequestError("A reference group needs groups. Say by which variable, for example --by with its name.")
    check_method(spec.interval, PROPORTION_METHODS)
    check_method(spec.difference, DIFFERENCE_METHODS)


def _tally(patterns: Iterable[Pattern]) -> Outcomes:
    tally: Outcomes = Counter()
    for pattern in patterns:
        tally[pattern.outcome] += pattern.n
    return tally


def _groups(catalogue: Catalogue, spec: RateSpec, patterns: list[Pattern]) -> list[GroupRate]:
    if not spec.by:
        return []
    known = [pattern for pattern in patterns if None not in pattern.groups]
    axes = [levels(catalogue, grouping, known, position) for position, grouping in enumerate(spec.by)]
    tallies: dict[tuple[Key, ...], Outcomes] = {}
    for pattern in known:
        tallies.setdefault(pattern.groups, Counter())[pattern.outcome] += pattern.n
    return [
        _group(spec, tuple(level for _, level in cell), tallies.get(tuple(key for key, _ in cell), Counter()))
        for cell in product(*axes)
    ]


def _group(spec: RateSpec, group_levels: tuple[Level, ...], tally: Outcomes) -> GroupRate:
    n, events = _counts(spec.analysis_set, tally)
    assessed = tally[Outcome.RESPONSE] + tally[Outcome.NO_RESPONSE]
    in_view = sum(tally.values())
    not_evaluable = tally[Outcome.NOT_EVALUABLE]
    return GroupRate(
        levels=group_levels,
        in_view=in_view,
        n=n,
        events=events,
        missing=in_view - assessed - not_evaluable,
        never_assessed=tally[Outcome.MISSING],
        not_evaluable=not_evaluable,
        rate=proportion(events, n, spec.interval, spec.level),
        size=size_of(n),
    )


def _counts(analysis_set: AnalysisSet, tally: Outcomes) -> tuple[int, int]:
    n = sum(count for outcome, count in tally.items() if denominator(analysis_set, outcome))
    return n, sum(count for outcome, count in tally.items() if responds(analysis_set, outcome))


def _set_rate(spec: RateSpec, analysis_set: AnalysisSet, tally: Outcomes) -> SetRate:
    n, events = _counts(analysis_set, tally)
    return SetRate(analysis_set=analysis_set, n=n, events=events, rate=proportion(events, n, spec.interval, spec.level))


def _with_contrasts(catalogue: Catalogue, spec: RateSpec, groups: list[GroupRate]) -> tuple[tuple[GroupRate, ...], str | None]:
    """Each group against the reference level of the first grouping, within the same level of the second."""
    present = [group.levels[0].value for group in groups if group.n]
    if spec.reference is not None:
        found = list(dict.fromkeys(group.levels[0].value for group in groups))
        check_reference(variable(catalogue, spec.by[0].variable), spec.by[0], spec.reference, found)
    if not present:
        return tuple(groups), None
    reference = spec.reference if spec.reference in present else present[0]
    return tuple(_contrast(spec, group, groups, reference) for group in groups), reference


def _contrast(spec: RateSpec, group: GroupRate, groups: list[GroupRate], reference: str) -> GroupRate:
    if group.levels[0].value == reference:
        return group
    other = next(g for g in groups if g.levels[0].value == reference and g.levels[1:] == group.levels[1:])
    ours, theirs = (group.events, group.n), (other.events, other.n)
    return replace(
        group,
        difference=risk_difference(ours, theirs, spec.difference, spec.level),
        risk_ratio=risk_ratio(ours, theirs, level=spec.level),
        odds_ratio=odds_ratio(ours, theirs, spec.level),
    )
