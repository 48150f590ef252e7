"""The cut-off scan of a number: every cut, and what choosing the best of them costs."""

from dataclasses import replace

from core.analysis.provenance import provenance
from core.analysis.terms import checked_term
from core.catalogue.lookup import variable
from core.domain.cut_scan import DRAWS, LEAST_SHARE, MOST_PATIENTS, SEED, Cut, ScanResult, ScanSpec
from core.domain.endpoint import denominator, responds
from core.domain.filters import CohortFilter
from core.domain.terms import Term
from core.stats.differences import risk_difference
from core.stats.odds_ratios import odds_ratio
from core.stats.regression.cut_scan import bootstrap_cuts, scan_cuts
from core.store.cohort_store import CohortStore
from core.store.model_rows import covariate_patterns
from core.store.queries import Question

Tally = dict[float, tuple[int, int]]


def scan(store: CohortStore, cohort: CohortFilter, spec: ScanSpec) -> ScanResult:
    """Every cut of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    term = checked_term(store.catalogue, Term(variable=spec.variable, form="linear"))
    chosen = variable(store.catalogue, term.variable)
    question = Question(cohort, spec.endpoint, spec.month, spec.window)
    patterns = covariate_patterns(store, question, (term,), improvement=False)
    tally: Tally = {}
    for one in patterns:
        if one.values[0] is not None and denominator(spec.analysis_set, one.outcome):
            events, n = tally.get(float(one.values[0]), (0, 0))
            more = one.n if responds(spec.analysis_set, one.outcome) else 0
            tally[float(one.values[0])] = (events + more, n + one.n)
    shell = ScanResult(
        spec=spec,
        label=chosen.label,
        unit=chosen.unit,
        cohort=cohort,
        provenance=provenance(store, sum(one.n for one in patterns)),
        status="ok",
        n=sum(n for _, n in tally.values()),
    )
    return _scanned(shell, tally)


def _scanned(shell: ScanResult, tally: Tally) -> ScanResult:
    events = sum(responders for responders, _ in tally.values())
    if not shell.n:
        return replace(shell, status="nobody")
    if events in (0, shell.n):
        return replace(shell, status="one outcome")
    if shell.n > MOST_PATIENTS:
        return replace(shell, status="too many patients")
    x = [value for value, (_, n) in tally.items() for _ in range(n)]
    y = [float(at < responders) for responders, n in tally.values() for at in range(n)]
    found = scan_cuts(x, y, least=LEAST_SHARE)
    if found.status != "ok" or found.best is None:
        return replace(shell, status="no cut")
    spread = bootstrap_cuts(x, y, SEED, draws=DRAWS, least=LEAST_SHARE)
    shares = dict(zip(spread.cut.tolist(), spread.share.tolist(), strict=True))
    cuts = [
        _cut(tally, at, statistic, shares.get(at, 0.0), shell.spec.level)
        for at, statistic in zip(found.cut.tolist(), found.statistic.tolist(), strict=True)
    ]
    return replace(shell, cuts=tuple(cuts), best=found.best, p=found.p, used=spread.n_used)


def _cut(tally: Tally, at: float, statistic: float, chosen: float, level: float) -> Cut:
    below = [counts for value, counts in tally.items() if value <= at]
    above = [counts for value, counts in tally.items() if value > at]
    low, high = ((sum(events for events, _ in part), sum(n for _, n in part)) for part in (below, above))
    return Cut(
        at=at,
        below=low,
        above=high,
        difference=risk_difference(low, high, "newcombe", level),
        odds_ratio=odds_ratio(low, high, level),
        statistic=statistic,
        chosen=chosen,
    )
