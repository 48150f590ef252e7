"""Adjusted risks and the what-if profile in words: named method, honest about the correction, everything explained."""

from datetime import date

import pytest

from core.analysis.what_if import what_if
from core.catalogue import current
from core.domain.filters import CohortFilter
from core.domain.what_if import Profile
from core.store.cohort_store import CohortStore
from core.words.adjusted import as_text, caption
from core.words.what_if import caption as what_if_caption
from core.words.what_if import option_words, setting_label
from tests.building import model_spec
from tests.core.analysis.test_adjusted import adjusted

TODAY = date(2026, 8, 1)


def test_the_method_is_named_with_its_patients_and_level(reference: CohortStore) -> None:
    said = caption(current(), adjusted(reference, level=0.9), TODAY).method
    assert "standardised over the 70 patients used, delta method, 90% intervals" in said


@pytest.mark.parametrize(("estimator", "said"), [("ml", "Predicted by maximum likelihood."), ("firth", "corrected (FLIC)")])
def test_the_correction_of_firth_is_said_where_it_is_made(reference: CohortStore, estimator: str, said: str) -> None:
    words = caption(current(), adjusted(reference, estimator=estimator), TODAY)
    assert said in words.method
    assert ("Intercept correction (FLIC)" in dict(words.how)) == (estimator == "firth")
    assert "10.1093/ije/dyu029" in dict(words.how)["Marginal standardisation"]


def test_every_method_that_an_estimate_names_is_explained(reference: CohortStore) -> None:
    found = adjusted(reference)
    profile = what_if(reference, CohortFilter(), model_spec(), Profile())
    told = dict(caption(current(), found, TODAY).how) | dict(what_if_caption(current(), profile, TODAY).how)
    estimates = [one for row in found.risks for one in (row.risk, row.difference) if one]
    for one in (*estimates, profile.risk, profile.observed):
        assert one is not None
        assert len(told[one.method[0].upper() + one.method[1:]]) > 30


def test_left_out_terms_and_the_filter_stand_on_every_file(reference: CohortStore) -> None:
    cohort = CohortFilter.from_query("sex=F")
    profile = what_if(reference, cohort, model_spec(), Profile())
    for words in (caption(current(), adjusted(reference, "sex=F"), TODAY), what_if_caption(current(), profile, TODAY)):
        assert words.cohort == "Patients with sex Female."
        assert "Sex: Female is left out" in words.method
        assert "38 patients used, 18 responders" in words.counts
        assert words.synthetic
        assert words.file_stem.startswith(("regrow-adjusted-risks-", "regrow-what-if-"))


def test_a_reason_stands_where_there_are_no_risks(reference: CohortStore) -> None:
    said = as_text(current(), adjusted(reference, "age_years=119.."), TODAY)
    assert "Loosen the filter" in said
    assert "None" not in said


def test_an_option_says_how_many_patients_have_it(reference: CohortStore) -> None:
    settings = {one.variable: one for one in what_if(reference, CohortFilter(), model_spec(), Profile()).settings}
    assert option_words(settings["aa_type"], "AM") == "Multiplex (AM), n 11"
    assert setting_label(settings["age_years"]) == "Age, years"
