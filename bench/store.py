"""The two questions of a click at 86 patients, asked and run: with the query's text known, and compiled anew."""

from collections.abc import Callable, Iterator

from bench.cohorts import opened, reference
from bench.measured import Line, interleaved
from core.catalogue.lookup import endpoint
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.store import texts
from core.store.cohort_store import CohortStore
from core.store.distributions import facet_counts
from core.store.queries import Question, outcome_patterns

REPEATS = 30
COHORT = CohortFilter.from_query("sex=F")
BARE = "SELECT aa_type, salt_m9 <= 20 AS low, count(*) FROM cohort WHERE sex = 'F' GROUP BY ALL"


def lines() -> Iterator[Line]:
    """For information: there is no target."""
    with reference() as folder:
        store = opened(folder)
        for what, ask in _questions(store).items():
            work = {"known": ask, "new": _forgetting(ask), "bare": lambda: store.rows(BARE, {})}
            times = interleaved(work, REPEATS)
            yield Line(what=f"86 patients, {what} / a bare GROUP BY", ours=times["known"], other=times["bare"])
            yield Line(what=f"86 patients, {what}, compiled anew / known", ours=times["new"], other=times["known"])


def _questions(store: CohortStore) -> dict[str, Callable[[], object]]:
    question = Question(COHORT, endpoint(store.catalogue, "salt20"), 9, 1.0)
    return {
        "rates": lambda: outcome_patterns(store, question, (Grouping("aa_type"),)),
        "filter panel": lambda: facet_counts(store, COHORT),
    }


def _forgetting(ask: Callable[[], object]) -> Callable[[], object]:
    def anew() -> object:
        texts._texts.clear()
        return ask()

    return anew
