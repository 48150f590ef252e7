"""What is said of imputed values: how often, from which seed, how many of what, and what they cost."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from core.catalogue import current
from core.domain.endpoint import AnalysisSet
from core.domain.imputation import Imputation, State
from core.domain.model import ModelResult
from core.store.cohort_store import CohortStore
from core.words.imputation import HEADING, imputation_words
from core.words.model import caption, counts
from core.words.model_method import method
from tests.building import model

TODAY = date(2026, 8, 1)


def imputed(store: CohortStore, **more: Any) -> ModelResult:
    return model(store, missing="multiple", **more)


def how(result: ModelResult) -> dict[str, str]:
    return dict(caption(current(), result, "forest", TODAY).how)


def test_sets_cycles_seed_and_counts_are_told(reference: CohortStore) -> None:
    said = method(imputed(reference))
    assert "Imputed 20 times by chained equations (10 cycles, seed 20250127), of 86 patients: response 16." in said
    assert "Odds ratios with 95% Rubin t intervals; p by Rubin t test." in said
    assert "Patients and responders of a level are counted where both are recorded." in said
    assert "improvement rate 16" in method(imputed(reference, kind="least_squares"))


def test_the_coefficient_that_loses_most_information_is_named(reference: CohortStore) -> None:
    result = imputed(reference)
    worst = max(result.coefficients, key=lambda row: (row.main and row.main.missing_information) or 0)
    assert worst.main is not None
    share = round(100 * (worst.main.missing_information or 0))
    expected = f"at most {share}% of the information on a coefficient is missing ({worst.label}: {worst.level})"
    assert expected in imputation_words(result)
    moved = max(row.main.monte_carlo or 0 for row in result.coefficients if row.main)
    assert f"other draws would move an estimate by up to {100 * moved:.0f}% of its standard error" in imputation_words(result)
    assert 0.01 < moved < 0.3


def test_the_patients_assessed_are_told_from_those_used(reference: CohortStore) -> None:
    said = counts(imputed(reference))
    assert said.startswith("86 patients used, 70 of them assessed, 29 responders (observed completers, others imputed); 86 of")
    assert counts(imputed(reference, kind="least_squares")).startswith("86 patients used, 70 of them assessed (observed")


def test_the_procedure_and_what_it_supposes_are_explained(reference: CohortStore) -> None:
    told = how(imputed(reference, terms="sex=M;age_years~3;sex*ivmp_history;ivmp_history;duration_years:4"))
    for words in (
        "Bayesian logistic",
        "missing at random",
        "no interactions and no curves",
        "imputed as groups",
        "One estimator",
    ):
        assert words in told[HEADING]
    assert "predictive mean matching" in how(imputed(reference, kind="least_squares"))[HEADING]
    assert all(len(told[name]) > 30 for name in ("Rubin t", "Rubin t test", "Rubin D1 test"))
    assert HEADING not in how(model(reference))


def test_complete_cases_say_nothing_of_imputation(reference: CohortStore) -> None:
    assert not imputation_words(model(reference))
    assert "mputed" not in method(model(reference))


def test_with_nothing_missing_it_is_said(reference: CohortStore) -> None:
    said = method(imputed(reference, analysis_set=AnalysisSet.NRI))
    assert "Nothing to impute: this analysis set decides every outcome" in said
    assert "Nothing is missing" not in method(imputed(reference, where="age_years=119.."))


@pytest.mark.parametrize("state", [one for one in get_args(State) if one not in ("done", "nothing missing")])
def test_why_nothing_was_imputed_has_words(reference: CohortStore, state: State) -> None:
    for variable in ("", "Age"):
        result = replace(model(reference), imputation=Imputation(state=state, complete=12, seed=1, variable=variable))
        assert imputation_words(result).startswith("Not imputed, for ")
        assert imputation_words(result).endswith(": these are complete cases.")
