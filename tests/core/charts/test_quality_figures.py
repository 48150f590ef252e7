"""The charts of data quality: what they draw is what the tables say, and every property is one the library knows."""

from collections.abc import Callable, Iterator

import plotly.graph_objects as go
import pytest

from core.analysis.completers import completers
from core.analysis.coverage import coverage
from core.analysis.missing import missing
from core.analysis.numeric_outliers import numeric_outliers
from core.charts.completer_differences import completer_differences
from core.charts.coverage_bars import coverage_bars
from core.charts.missing_bars import missing_bars
from core.charts.numeric_outliers import numeric_outliers as outliers_chart
from core.charts.score_months import score_months
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.tables.quality import completers_table, coverage_table, missing_table, scores_table
from tests.building import spec
from tests.core.analysis.test_coverage import small


def figures(store: CohortStore, where: str, month: int) -> Iterator[go.Figure]:
    cohort = CohortFilter.from_query(where)
    yield coverage_bars(coverage(store, cohort, 0.5), "alt")
    yield missing_bars(missing(store, cohort, 0.5), "alt")
    yield score_months(missing(store, cohort, 0.5), "alt")
    yield outliers_chart(numeric_outliers(store, cohort, 0.5), "alt")
    yield completer_differences(completers(store, cohort, spec(month=month)), "alt")


@pytest.mark.parametrize("where", ["", "sex=F;aa_type=OA", "age_years=119..120"])
def test_every_property_is_one_that_the_library_knows(reference: CohortStore, where: str) -> None:
    for figure in figures(reference, where, 9):
        checked = go.Figure(data=figure.to_dict()["data"], layout=figure.to_dict()["layout"])
        assert checked.layout.meta["alt"] == "alt"


def test_gaps_of_a_small_cohort_can_be_drawn(make_store: Callable[..., CohortStore]) -> None:
    store = small(make_store)
    for figure in figures(store, "", 3):
        go.Figure(data=figure.to_dict()["data"], layout=figure.to_dict()["layout"])
    result = coverage(store, CohortFilter(), 0.5)
    parts = coverage_bars(result, "").to_dict()["data"]
    assert [part["name"] for part in parts] == [
        "Visit within ±0.5 months",
        "Only within ±2 months",
        "No visit, but followed",
        "Stopped before",
        "No later record",
    ]
    for row, line in enumerate(coverage_table(result)):
        assert sum(part["x"][row] for part in parts) == pytest.approx(100)
        assert [part["x"][row] for part in parts] == pytest.approx([100 * line[part["name"]] / 5 for part in parts])


def test_the_bars_of_missing_values_are_those_of_the_table(make_store: Callable[..., CohortStore]) -> None:
    result = missing(small(make_store), CohortFilter(), 0.5)
    bars = missing_bars(result, "").to_dict()["data"][0]["x"]
    assert list(bars) == [row["Missing, %"] for row in missing_table(result) if row["Missing"]]


def test_the_cells_of_scores_are_those_of_the_table(reference: CohortStore) -> None:
    result = missing(reference, CohortFilter(), 0.5)
    cells = [cell for line in score_months(result, "").to_dict()["data"][0]["z"] for cell in line]
    shares = [row["Of those followed, %"] for row in scores_table(result)]
    assert [None if cell is None else 100 * cell for cell in cells] == [share or None for share in shares]


def test_the_dots_of_completers_are_those_of_the_table_the_farthest_on_top(reference: CohortStore) -> None:
    result = completers(reference, CohortFilter(), spec())
    dots = completer_differences(result, "").to_dict()["data"][0]
    table = [row["Standardised difference"] for row in completers_table(result)]
    assert list(dots["x"]) == sorted((abs(one) for one in table if one is not None), reverse=True)
