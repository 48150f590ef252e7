"""A model in words: what is said of it is what it says."""

from datetime import date

import pytest

from core.catalogue import current
from core.store.cohort_store import CohortStore
from core.tables.model import coefficients_summary, coefficients_table
from core.words.coefficients import coefficient_label, count_words, estimate_words, sentence, shadow_words
from core.words.model import as_text, caption, counts
from core.words.model_method import STATUSES, estimator_words, method
from tests.building import model

TODAY = date(2026, 8, 1)
CATALOGUE = current()


def test_the_counts_say_who_was_used_and_who_was_not(reference: CohortStore) -> None:
    assert counts(model(reference)) == (
        "70 patients used, 29 responders (observed completers); 86 of 86 patients in view; 16 left out, not assessed in "
        "the window; 11 coefficients, 2.6 patients of the rarer outcome per coefficient."
    )


def test_the_estimator_is_named_with_its_reason(reference: CohortStore) -> None:
    assert "fewer than 5 patients of the rarer outcome" in estimator_words(model(reference))
    assert estimator_words(model(reference, estimator="firth")) == "Firth's penalised likelihood is shown, as chosen."
    assert estimator_words(model(reference, estimator="ml")) == "Maximum likelihood."
    assert "R² 0.51, residual SD 30.8" in estimator_words(model(reference, kind="least_squares"))


def test_interval_test_and_coding_are_named(reference: CohortStore) -> None:
    said = method(model(reference, estimator="ml", interval="wald", test="wald", coding="effect"))
    assert "Odds ratios with 95% Wald intervals; p by Wald test." in said
    assert "the odds ratio between them is the square of the estimate" in said
    assert "Percentage points with 90% t intervals; p by t test." in method(model(reference, kind="least_squares", level=0.9))


def test_the_references_are_named(reference: CohortStore) -> None:
    assert "Compared with: AA type Ophiasis (OA); sex Male; disease duration >4 years; " in method(model(reference))


def test_every_method_that_a_model_names_is_explained(reference: CohortStore) -> None:
    for asked in ({}, {"estimator": "ml"}, {"interval": "wald", "test": "wald"}, {"kind": "least_squares"}):
        result = model(reference, **asked)  # type: ignore[arg-type]
        told = dict(caption(CATALOGUE, result, "forest", TODAY).how)
        fit = result.coefficients[0].adjusted
        assert fit is not None
        for name in (fit.estimate.method, fit.test.method):
            assert len(told[name[0].upper() + name[1:]]) > 30


def test_maximum_likelihood_that_does_not_exist_is_said_not_to(reference: CohortStore) -> None:
    result = model(reference, "aa_type=AM", "sex;ivmp_history", estimator="ml")
    assert result.status == "separated"
    assert "no finite answer" in as_text(CATALOGUE, result, TODAY)


def test_a_dropped_column_is_named_with_the_reason(reference: CohortStore) -> None:
    assert "Sex: Female is left out: it does not vary among the patients used." in method(model(reference, "sex=F"))


@pytest.mark.parametrize(
    ("where", "status"),
    [("age_years=119..", "nobody"), ("aa_type=AM;ivmp_history=1", "one outcome"), ("aa_type=OA;sex=F", "too few patients")],
)
def test_where_there_is_no_fit_the_reason_stands_instead(reference: CohortStore, where: str, status: str) -> None:
    result = model(reference, where)
    assert result.status == status
    assert STATUSES[result.status] in as_text(CATALOGUE, result, TODAY)
    assert "None" not in as_text(CATALOGUE, result, TODAY)


def test_a_sentence_says_size_interval_and_test(reference: CohortStore) -> None:
    result = model(reference, estimator="ml", interval="wald", test="wald")
    duration = next(row for row in result.coefficients if row.variable == "duration_years")
    assert sentence(result, duration) == (
        "Disease duration: ≤4 years: 8.11 times the odds of response of >4 years; 8.11 (1.09 to 60.4), Wald test, p = 0.041."
    )
    assert (coefficient_label(duration), count_words(duration)) == ("Disease duration: ≤4 years", "15/30")
    assert estimate_words(duration.adjusted, "logistic") == "8.11 (1.09 to 60.4)"


def test_a_slope_of_points_has_signs(reference: CohortStore) -> None:
    result = model(reference, kind="least_squares", coding="effect")
    ophiasis = next(row for row in result.coefficients if row.value == "OA")
    assert estimate_words(ophiasis.adjusted, "least_squares") == "−24.72 (−46.83 to −2.61)"
    assert "24.7 percentage points less improvement than the mean of all levels" in sentence(result, ophiasis)


@pytest.mark.parametrize(
    ("coding", "at"),
    [("treatment", "Sex: Female, at Age 42 years and AA type Ophiasis (OA)"),
     ("effect", "Sex: Female, at Age 42 years and AA type the mean of all levels")],
)  # fmt: skip
def test_where_an_interaction_holds_the_other_variable_is_told(reference: CohortStore, coding: str, at: str) -> None:
    result = model(
        reference, terms="sex=M;age_years*10;aa_type=OA;sex*age_years;sex*aa_type", coding=coding, kind="least_squares"
    )
    assert coefficient_label(result.coefficients[0]) == at
    assert coefficients_table(result)[0]["At"] == at.partition(" at ")[2]
    assert coefficients_summary(result)[0]["Level"] == at.partition(": ")[2]


def test_the_reference_of_effect_coding_is_named_in_every_place(reference: CohortStore) -> None:
    result = model(reference, terms="sex=M;age_years*10", coding="effect")
    assert [row.reference for row in result.coefficients] == ["", "", ""]
    for table in (coefficients_table(result), coefficients_summary(result)):
        assert [row["Reference"] for row in table] == ["the mean of all levels", "the mean of all levels", ""]
    assert "times the odds of response of the mean of all levels" in sentence(result, result.coefficients[0])
    assert "of response of" not in sentence(result, result.coefficients[2])


def test_maximum_likelihood_that_is_infinite_is_said_to_be(reference: CohortStore) -> None:
    result = model(reference, "aa_type=AM", "sex;ivmp_history")
    assert result.separated
    assert {shadow_words(row) for row in result.coefficients} <= {"infinite", "zero", "no finite fit"}


@pytest.mark.parametrize("kind", ["logistic", "least_squares"])
def test_a_caption_has_everything_that_goes_on_a_file(reference: CohortStore, kind: str) -> None:
    words = caption(CATALOGUE, model(reference, "sex=F", kind=kind), "forest", TODAY)
    assert words.cohort == "Patients with sex Female."
    assert words.synthetic
    assert "Simulated" in words.data or "simulated" in words.data
    assert words.file_stem.startswith("regrow-forest-")
    assert all(heading and text for heading, text in words.how)
