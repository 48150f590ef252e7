"""Tables of diagnostics: the numbers of the result, one row each."""

from dataclasses import replace
from typing import Any

import pytest

from core.analysis.diagnostics import diagnose_model
from core.domain.diagnostics import Diagnostics
from core.store.cohort_store import CohortStore
from core.tables.diagnostic_plots import (
    SHORT,
    calibration_table,
    influence_summary,
    influence_table,
    residuals_table,
    roc_table,
)
from core.tables.diagnostics import measures_table, ranges_table
from tests.building import model


def diagnosed(store: CohortStore, where: str = "", **more: Any) -> Diagnostics:
    return diagnose_model(store, model(store, where, **more))


def test_rows_of_the_curve_are_its_points(reference: CohortStore) -> None:
    found = diagnosed(reference)
    table = roc_table(found)
    assert [row["Sensitivity, %"] for row in table] == [100 * one.sensitivity for one in found.roc]
    assert (table[0]["Predicted risk from, %"], table[-1]["Responders"], table[-1]["Non-responders"]) == (None, 29, 41)


def test_groups_add_up_to_everyone_used(reference: CohortStore) -> None:
    table = calibration_table(diagnosed(reference))
    assert (sum(row["Patients"] for row in table), sum(row["Responders"] for row in table)) == (70, 29)  # type: ignore[misc]
    assert {row["Interval"] for row in table} == {"Wilson score"}


@pytest.mark.parametrize("kind", ["logistic", "least_squares"])
def test_the_whole_table_has_everyone_and_the_short_one_the_most_influential(reference: CohortStore, kind: str) -> None:
    found = diagnosed(reference, kind=kind)
    table, short = influence_table(found), influence_summary(found)
    assert len(table) == 70
    assert [row["Patient"] for row in short] == [row["Patient"] for row in table[:SHORT]]
    assert sorted((row["Cook's distance"] for row in table), reverse=True) == [row["Cook's distance"] for row in table]  # type: ignore[type-var]
    if kind == "logistic":
        assert {row["Response"] for row in table} == {"yes", "no"}
    for one in found.patients:
        row = next(row for row in table if row["Patient"] == one.patient_id)
        assert [row[f"dfbeta, {name}"] for name in found.slopes] == list(one.dfbetas)


def test_an_odds_ratio_that_is_not_finite_without_a_patient_is_said_to_be_infinite(reference: CohortStore) -> None:
    found = diagnosed(reference, estimator="ml")
    rows = [row for row in influence_summary(found) if row["dfbeta"] == "–"]
    assert {(row["Patient"], row["Moves most"], row["Without"]) for row in rows} == {
        (name, "AA type: Multiplex (AM)", "infinite") for name in ("SYN-055", "SYN-062")
    }
    none = replace(found, patients=(replace(found.patients[0], dfbetas=(None,) * 11, without=(None,) * 11),))
    assert influence_summary(none)[0]["Moves most"] == "no fit without this patient"


def test_residuals_are_those_of_the_result(reference: CohortStore) -> None:
    found = diagnosed(reference, kind="least_squares")
    assert [row["Residual"] for row in residuals_table(found)] == [one.residual for one in found.residuals]
    assert residuals_table(diagnosed(reference)) == []


def test_only_what_is_corrected_has_a_column_for_it(reference: CohortStore) -> None:
    assert "Corrected" in measures_table(diagnosed(reference))[0]
    assert "Corrected" not in measures_table(diagnosed(reference, kind="least_squares"))[0]
    assert "Odds ratio" in ranges_table(diagnosed(reference))[0]
    slopes = ranges_table(diagnosed(reference, kind="least_squares"))
    assert slopes[0]["Slope, points"] == "+33.28"
    assert slopes[0]["Range"] == "+28.38 to +40.76"


def test_without_a_fit_there_are_no_rows(reference: CohortStore) -> None:
    found = diagnosed(reference, "age_years=119..")
    assert [*roc_table(found), *calibration_table(found), *influence_table(found), *residuals_table(found)] == []
