"""Results as tables: the numbers of the result under headings that say what they are."""

import math
from collections.abc import Callable

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from core.analysis.members import members
from core.analysis.overview import overview
from core.catalogue import current
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.rows import Rows, headings, places
from core.store.cohort_store import CohortStore
from core.tables import definitions
from core.tables import members as member_tables
from core.tables import overview as overview_tables
from core.tables import rates as rate_tables
from core.words.overview import flow_words
from core.words.sets import SETS
from tests.building import ask, spec

Make = Callable[..., CohortStore]
CATALOGUE = current()


def framed(make: Callable[..., Rows]) -> Callable[..., pd.DataFrame]:
    """The table as a data frame, which is easier to question."""
    return lambda *given: pd.DataFrame(make(*given))


benchmarks_table = framed(definitions.benchmarks_table)
derived_table = framed(definitions.derived_table)
endpoints_table = framed(definitions.endpoints_table)
methods_table = framed(definitions.methods_table)
sets_rules_table = framed(definitions.sets_rules_table)
variables_table = framed(definitions.variables_table)
members_table = framed(member_tables.members_table)
baseline_table = framed(overview_tables.baseline_table)
flow_table = framed(overview_tables.flow_table)
published_table = framed(overview_tables.published_table)
rates_table = framed(rate_tables.rates_table)
sets_table = framed(rate_tables.sets_table)
table_of_tests = framed(rate_tables.tests_table)


def absent(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def test_headings_of_contrasts_name_the_reference_group(reference: CohortStore) -> None:
    table = rates_table(ask(reference, "aa_type", "sex", reference="AU"))
    assert list(table.columns[:4]) == ["AA type", "Sex", "Responders", "Patients"]
    for head in (
        "Difference from Universalis (AU), points",
        "Risk ratio to Universalis (AU)",
        "Odds ratio to Universalis (AU)",
    ):
        assert [name for name in table.columns if name.startswith(head)] == [head, f"{head}, low", f"{head}, high"]


def test_rows_hold_the_counts_and_rates_of_their_groups_with_everyone_last(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "sex")
    rows = rates_table(result).to_dict("records")
    assert len(rows) == len(result.groups) + 1
    for row, group in zip(rows, (*result.groups, result.overall), strict=True):
        assert (row["Responders"], row["Patients"], row["In view"]) == (group.events, group.n, group.in_view)
        assert (row["Not assessed"], row["Not evaluable"]) == (group.missing, group.not_evaluable)
        assert row["Rate %"] == pytest.approx(100 * group.events / group.n)
        assert row["Low %"] < row["Rate %"] < row["High %"] or group.events in (0, group.n)
    assert (rows[-1]["AA type"], rows[-1]["Sex"], rows[-1]["Patients"]) == ("All in view", "All", 70)


def test_differences_are_in_points_and_empty_for_the_reference_itself(reference: CohortStore) -> None:
    rows = rates_table(ask(reference, "aa_type", reference="AU")).set_index("AA type")
    head = "Difference from Universalis (AU), points"
    assert rows[head]["Multiplex (AM)"] == pytest.approx(100 * (10 / 11 - 6 / 24))
    assert absent(rows[head]["Universalis (AU)"])
    assert absent(rows[head]["All in view"])


def test_what_does_not_exist_is_empty_and_never_infinite(reference: CohortStore) -> None:
    for where in ("", "age_years=..25", "age_years=119.."):
        table = rates_table(ask(reference, "aa_type", "sex", where=where))
        for value in table.to_numpy().ravel():
            assert not (isinstance(value, float) and math.isinf(value))
    nobody = rates_table(ask(reference, "aa_type", where="age_years=119..")).to_dict("records")
    assert len(nobody) == 1
    assert absent(nobody[0]["Rate %"])


def test_without_groups_there_is_one_row_and_nothing_to_compare(reference: CohortStore) -> None:
    table = rates_table(ask(reference))
    assert table["Group"].tolist() == ["All in view"]
    assert not [name for name in table.columns if "ratio" in name or "Difference" in name]


def test_every_analysis_set_and_every_test_has_a_row(reference: CohortStore) -> None:
    result = ask(reference, "duration_years:2,4,8", "sex")
    sets = sets_table(result)
    assert dict(zip(sets["Analysis set"], zip(sets["Responders"], sets["Patients"], strict=True), strict=True)) == {
        SETS[one.analysis_set]: (one.events, one.n) for one in result.sets
    }
    tests = table_of_tests(result).to_dict("records")
    assert [row["Test"] for row in tests] == [one.test.method for one in result.comparisons]
    assert [row["p"] for row in tests] == [one.test.p for one in result.comparisons]
    assert {row["Within"] for row in tests} == {"Female", "Male"}


def test_the_flow_table_adds_up(reference: CohortStore) -> None:
    table = flow_table(overview(reference, CohortFilter.from_query("sex=F"), spec())).set_index("Step")["Patients"]
    left = table[[name for name in table.index if name.startswith("Not assessed")]].sum()
    assert table["Assessed"] + left == table["In view"] < table["Treated"]


def test_the_rate_in_the_flow_has_its_interval(reference: CohortStore) -> None:
    result = overview(reference, CohortFilter(), spec())
    low, high = proportion_confint(29, 70, method="wilson")
    table = flow_table(result).set_index("Step")
    shown = table.loc["Responded", ["Of assessed, %", "Of assessed, %, low", "Of assessed, %, high"]]
    assert list(shown) == pytest.approx([100 * 29 / 70, 100 * low, 100 * high])
    assert table.drop("Responded")["Of assessed, %"].isna().all()
    assert result.flow.rate.method == "Wilson score"
    nobody = overview(reference, CohortFilter.from_query("age_years=119..120"), spec()).flow
    assert nobody.rate.value is None
    assert flow_words(nobody).endswith("0 assessed, 0 responded (0/0).")


def test_the_baseline_table_heads_every_arm_with_its_size(reference: CohortStore) -> None:
    table = baseline_table(overview(reference, CohortFilter(), spec()))
    heads = ["All in view, n = 86", "Responders, n = 29", "Non-responders, n = 41", "Not assessed, n = 16"]
    assert list(table.columns[2:6]) == heads
    first = table.iloc[0]
    assert (first["Variable"], first["Level"]) == ("Age, years", "median [quartiles]")
    female = table[table["Level"] == "Female"].iloc[0]
    assert female[heads[0]].startswith(f"{ask(reference, where='sex=F').overall.in_view}/86 (")


def test_published_figures_of_a_simulated_cohort_are_headed_as_simulated(reference: CohortStore) -> None:
    table = published_table(overview(reference, CohortFilter(), spec()))
    assert list(table.columns) == ["Figure", "Published", "This cohort (simulated)", "Note"]
    assert table["This cohort (simulated)"].tolist()[:3] == ["86", "70", "29/70, 41.4% (30.6–53.1%)"]


def test_the_list_of_patients_has_a_row_each_and_says_what_they_count_as(reference: CohortStore) -> None:
    result = ask(reference, analysis_set=AnalysisSet.NRI)
    table = members_table(members(reference, result, result.overall))
    assert len(table) == 86
    assert table["Counts as"].value_counts().to_dict() == {"non-responder": 57, "responder": 29}
    assert table["SALT at month 9"].isna().sum() == 16
    assert table["Patient"].is_unique


def test_a_value_that_was_not_recorded_is_an_empty_cell(make_store: Make) -> None:
    store = make_store(
        patient=[{"patient_id": "a", "sex": "F", "age_years": ""}, {"patient_id": "b", "sex": "", "age_years": 30}],
        visit=[{"patient_id": name, "month": month, "salt": 10} for name in "ab" for month in (0, 9)],
    )
    result = ask(store)
    table = members_table(members(store, result, result.overall)).set_index("Patient")
    assert absent(table["Sex"]["b"])
    assert absent(table["Age"]["a"])
    assert (table["Sex"]["a"], table["Age"]["b"]) == ("Female", 30)


def test_every_part_of_the_catalogue_has_its_row_of_definitions() -> None:
    for table in CATALOGUE.tables:
        assert variables_table(table)["Column"].tolist() == [variable.name for variable in table]
    assert derived_table(CATALOGUE)["Column"].tolist() == [variable.name for variable in CATALOGUE.derived]
    assert endpoints_table(CATALOGUE)["Key"].tolist() == [one.key for one in CATALOGUE.endpoints]
    assert set(sets_rules_table()["Key"]) == {one.value for one in AnalysisSet}
    assert len(benchmarks_table(CATALOGUE)) == len(CATALOGUE.benchmarks)
    assert benchmarks_table(CATALOGUE)["Source"].str.len().min() > 0
    definitions: list[pd.DataFrame] = [*map(variables_table, CATALOGUE.tables), derived_table(CATALOGUE)]
    assert all((table["Definition"].str.len() > 10).all() for table in definitions)
    assert (methods_table()["How it computes, and its source"].str.len() > 30).all()


def test_the_month_of_a_visit_is_known_neither_at_baseline_nor_after_it() -> None:
    for name in ("visit", "lab"):
        known = variables_table(CATALOGUE.table(name)).set_index("Column")["Known"]
        assert known["month"] == "any visit"
    assert variables_table(CATALOGUE.table("patient")).set_index("Column")["Known"]["sex"] == "baseline"


def test_allowed_values_and_ranges_are_told(reference: CohortStore) -> None:
    allowed = variables_table(CATALOGUE.table("patient")).set_index("Column")["Allowed"]
    assert allowed["age_years"] == "0 to 120"
    assert allowed["sex"] == "F (Female), M (Male)"
    assert allowed["prior_jak_inhibitor"] == "1 (Yes), 0 (No)"
    assert (allowed["site"], allowed["start_date"]) == ("any text", "YYYY-MM-DD")


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Patients", [3, None, 4], 0),
        ("Rate %", [41.4, None], 1),
        ("Risk ratio to OA", [2.5], 3),
        ("p", [0.04], 4),
        ("p, Benjamini-Hochberg", [0.04, None], 4),
        ("Site", ["A", None], None),
        ("Empty", [None], None),
        ("Mixed", [1.5, "x"], None),
        ("Flag", [True], None),
    ],
)
def test_a_column_is_read_with_the_places_its_heading_asks_for(heading: str, cells: list[object], expected: int | None) -> None:
    assert places(heading, cells) == expected


def test_an_empty_table_has_no_headings() -> None:
    assert headings([]) == []
