"""The rates query over 10,000,000 patients against the bare GROUP BY on the same columns, on one connection."""

from collections.abc import Iterator
from functools import partial

from bench.cohorts import opened, ten_million
from bench.measured import Line, interleaved
from core.catalogue.lookup import endpoint
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.store.cohort_store import CohortStore
from core.store.distributions import facet_counts
from core.store.queries import Query, Question, outcome_query

TARGET = 1.2
MONTH, WINDOW = 9, 1.0
REPEATS = 15
DURATION = Grouping("duration_years", (4.0, 10.0))
FILTER = "age_years=18..40;sex=F"
SALT = (
    "CASE WHEN salt_m9_off <= $window AND salt_m9 <= 20 THEN 1 WHEN salt_m9_off <= $window AND salt_m9 > 20 THEN 2 "
    "WHEN salt_m9_last <= 20 THEN 3 WHEN salt_m9_last > 20 THEN 4 ELSE 5 END AS outcome, count(*)"
)
YEARS = "CASE WHEN duration_years <= 4 THEN 0 WHEN duration_years <= 10 THEN 1 WHEN duration_years > 10 THEN 2 END"
WHERE = "WHERE sex = 'F' AND age_years BETWEEN 18 AND 40"
BARE = {
    "by AA type": f"SELECT aa_type, {SALT} FROM cohort GROUP BY ALL",
    "by AA type and duration": f"SELECT aa_type, {YEARS} AS years, {SALT} FROM cohort GROUP BY ALL",
    "by AA type, women of 18 to 40": f"SELECT aa_type, {SALT} FROM cohort {WHERE} GROUP BY ALL",
}


def lines() -> Iterator[Line]:
    """Rates by one and two groupings and under a filter; then the counts of the filter panel."""
    store = opened(ten_million())
    for what, query in _ours(store).items():
        asked = {"ours": query, "bare": Query(BARE[what], {"window": WINDOW})}
        times = interleaved({name: partial(_run, store, one) for name, one in asked.items()}, REPEATS)
        yield Line(what=f"10,000,000 patients, {what} / GROUP BY", ours=times["ours"], other=times["bare"], target=TARGET)
    yield from _panel(store)


def _run(store: CohortStore, query: Query) -> None:
    store.rows(query.sql, query.parameters)


def _ours(store: CohortStore) -> dict[str, Query]:
    aa_type, chosen = Grouping("aa_type"), endpoint(store.catalogue, "salt20")
    asked = {
        "by AA type": ("", (aa_type,)),
        "by AA type and duration": ("", (aa_type, DURATION)),
        "by AA type, women of 18 to 40": (FILTER, (aa_type,)),
    }
    return {
        what: outcome_query(store, Question(CohortFilter.from_query(where), chosen, MONTH, WINDOW), by)
        for what, (where, by) in asked.items()
    }


def _panel(store: CohortStore) -> Iterator[Line]:
    """All counts of the filter panel against one bare GROUP BY a column, without and with a filter."""
    columns = [variable.name for variable in store.catalogue.filterable]
    for what, text, where in (("", "", ""), (", filtered", FILTER, WHERE)):
        cohort = CohortFilter.from_query(text)
        bare = [f"SELECT {column}, count(*) FROM cohort {where} GROUP BY ALL" for column in columns]
        work = {
            "ours": partial(facet_counts, store, cohort),
            "bare": lambda bare=bare: [store.rows(sql, {}) for sql in bare],
        }
        times = interleaved(work, 5)
        what = f"10,000,000 patients, filter panel{what} / {len(columns)} GROUP BYs"
        yield Line(what=what, ours=times["ours"], other=times["bare"])
