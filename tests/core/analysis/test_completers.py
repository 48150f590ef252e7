"""Completers against non-completers, counted again from the files with pandas."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

from core.analysis.completers import completers
from core.analysis.overview import overview
from core.catalogue import current
from core.domain.completers import CompletersResult
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.stats.multiplicity import benjamini_hochberg
from core.store.cohort_store import CohortStore
from core.tables.quality import completers_table, short_completers_table
from core.words.completers import as_text, caption
from tests.building import REFERENCE, spec

TODAY = date(2026, 8, 1)


def found(store: CohortStore, where: str = "", **more: object) -> CompletersResult:
    return completers(store, CohortFilter.from_query(where), spec(**more))


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    """Everyone, whether assessed at month 9, and the score at the start."""
    patients = pd.read_csv(REFERENCE / "patient.csv")
    visits = pd.read_csv(REFERENCE / "visit.csv")
    patients["done"] = patients.patient_id.isin(visits[visits.month == 9].patient_id)
    first = visits[visits.month == 0][["patient_id", "salt"]]
    return patients.merge(first, on="patient_id")


def test_both_groups_are_those_of_the_files(reference: CohortStore, people: pd.DataFrame) -> None:
    result = found(reference)
    assert (result.completers, result.others, result.not_evaluable) == (70, 16, 0)
    compared = {one.variable: one for one in result.variables}
    for name in ("age_years", "duration_years", "episode_years", "baseline_salt"):
        column = "salt" if name == "baseline_salt" else name
        line, sides = compared[name].levels[0], (people[people.done][column], people[~people.done][column])
        for summary, values in zip((line.completers, line.others), sides, strict=True):
            expected = np.percentile(values, [25, 50, 75])
            assert [summary.lower, summary.median, summary.upper] == pytest.approx(expected)
        spread = np.sqrt((sides[0].var() + sides[1].var()) / 2)
        assert compared[name].smd == pytest.approx((sides[0].mean() - sides[1].mean()) / spread)
    atopy = compared["atopic_dermatitis"]
    table = pd.crosstab(people.done, people.atopic_dermatitis)
    assert atopy.test.method == "Fisher's exact test"
    assert atopy.test.p == pytest.approx(fisher_exact(table)[1])
    assert atopy.levels[0].completers.count == table.loc[True, 1]
    assert [one.adjusted_p for one in result.variables] == list(benjamini_hochberg([one.test.p for one in result.variables]))


def test_they_are_the_assessed_of_the_overview(reference: CohortStore) -> None:
    for where, month in (("sex=F", 6), ("aa_type=AT,AU", 9)):
        result = found(reference, where, month=month)
        flow = overview(reference, CohortFilter.from_query(where), spec(month=month)).flow
        assert (result.completers, result.completers + result.others) == (flow.assessed, flow.in_view)


def test_a_variable_without_contrast_has_no_test_and_says_why(reference: CohortStore) -> None:
    drug = next(one for one in found(reference).variables if one.variable == "drug")
    assert (drug.smd, drug.test.p, drug.test.note, drug.adjusted_p) == (None, None, "everybody has the same level", None)
    rows = completers_table(found(reference))
    assert next(row for row in rows if row["Variable"] == "Drug")["Test"] == "everybody has the same level"
    said = as_text(current(), found(reference), TODAY)
    assert "standardised difference –; Fisher's exact test: everybody has the same level" in said
    assert "Age, years, median [quartiles]: completers" in said


def test_where_everybody_was_assessed_a_sentence_says_so(reference: CohortStore) -> None:
    result = found(reference, month=1)
    assert (result.completers, result.others) == (86, 0)
    assert "Everybody was assessed, so there is nobody to compare with." in caption(current(), result, TODAY).note
    assert all(one.test.p is None for one in result.variables)
    plain(result)


def test_those_not_evaluable_are_in_neither_group(reference: CohortStore) -> None:
    result = found(reference, key="eyebrow1")
    assert result.completers + result.others + result.not_evaluable == 86
    assert result.not_evaluable > 0
    assert (
        f"{result.not_evaluable} patients not evaluable for the endpoint left out." in caption(current(), result, TODAY).method
    )


def test_one_patient_and_nobody_are_told_in_words(reference: CohortStore, make_store: Callable[..., CohortStore]) -> None:
    assert "0 completers, 0 not assessed of 0" in caption(current(), found(reference, "age_years=119.."), TODAY).note
    store = make_store(
        patient=[{"patient_id": "a", "sex": "F", "age_years": 40}],
        visit=[{"patient_id": "a", "month": month, "salt": 80} for month in (0, 9)],
    )
    result = found(store)
    assert "1 completer, 0 not assessed of 1" in caption(current(), result, TODAY).note
    assert {one.variable for one in result.variables} == {"sex", "age_years", "baseline_salt", "baseline_salt_band"}


def test_the_short_table_names_the_test_with_its_p(reference: CohortStore) -> None:
    short, whole = short_completers_table(found(reference)), completers_table(found(reference))
    assert [row["Level"] for row in short] == [row["Level"] for row in whole]
    age = short[0]
    assert (age["Difference"], age["p"], age["Test"]) == ("−0.48", "0.099", "Exact Wilcoxon rank-sum test")
    assert "Not recorded" not in age
