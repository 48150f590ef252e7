"""The table of the page holds the numbers of the whole one, in few columns."""

import pytest

from core.domain.rows import headings
from core.store.cohort_store import CohortStore
from core.tables.rates import rates_table
from core.tables.short_rates import short_rates_table
from core.words.numbers import difference, ratio_with_interval
from tests.building import ask

CONTRASTS = ["Difference, points", "Risk ratio", "Odds ratio"]


def test_its_columns_can_be_read_from_afar(reference: CohortStore) -> None:
    table = short_rates_table(ask(reference, "aa_type", "sex"))
    assert headings(table) == [
        "AA type", "Sex", "Responders", "Patients", "Rate (95% interval)", *CONTRASTS, "In view", "Not assessed",
    ]  # fmt: skip


@pytest.mark.parametrize("by", [(), ("aa_type",), ("aa_type", "sex"), ("duration_years:2,4", "site")])
def test_it_has_the_rows_and_counts_of_the_whole_table(reference: CohortStore, by: tuple[str, ...]) -> None:
    result = ask(reference, *by)
    short, whole = short_rates_table(result), rates_table(result)
    shared = [name for name in headings(short) if name in headings(whole)]
    assert {"Responders", "Patients", "In view", "Not assessed"} <= set(shared)
    assert [[row[name] for name in shared] for row in short] == [[row[name] for name in shared] for row in whole]


def test_an_estimate_stands_with_its_interval_in_one_cell(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", reference="AU", level=0.9)
    first, group = short_rates_table(result)[0], result.groups[0]
    assert first["Rate (90% interval)"] == "90.9% (67.7–97.9%)"
    assert first["Difference, points"] == difference(group.difference)
    assert first["Risk ratio"] == ratio_with_interval(group.risk_ratio)
    assert first["Odds ratio"] == ratio_with_interval(group.odds_ratio)


def test_the_group_that_others_are_compared_with_is_called_the_reference(reference: CohortStore) -> None:
    rows = short_rates_table(ask(reference, "aa_type", reference="AU"))
    for name in CONTRASTS:
        assert [row["AA type"] for row in rows if row[name] == "reference"] == ["Universalis (AU)"]
        assert rows[-1][name] == "–"


def test_those_not_evaluable_have_a_column_only_where_there_are_some(reference: CohortStore) -> None:
    assert "Not evaluable" not in headings(short_rates_table(ask(reference, "aa_type")))
    row = short_rates_table(ask(reference, key="eyebrow2"))[0]
    assert row["Not evaluable"] == ask(reference, key="eyebrow2").overall.not_evaluable > 0


def test_nobody_in_view_is_one_row_without_a_rate(reference: CohortStore) -> None:
    rows = short_rates_table(ask(reference, "aa_type", where="age_years=119.."))
    assert [(row["Patients"], row["Rate (95% interval)"]) for row in rows] == [(0, "–")]
