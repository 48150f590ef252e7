"""Measures at a landmark month: in groups, in interactions, in profiles, and of very many patients."""

from collections.abc import Callable

import pytest

from core.analysis.terms import parse_terms
from core.analysis.what_if import what_if
from core.catalogue import current
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.what_if import Profile
from core.store.cohort_store import CohortStore
from core.store.model_stream import Asked, held_patients, left_out_patterns, pattern_estimate
from core.store.queries import Question
from tests.building import model, model_spec, read


def test_groups_at_a_landmark_are_those_between_the_cuts(reference: CohortStore) -> None:
    result = model(reference, terms="salt@3:50,90")
    at = {month: {row["patient_id"]: float(row["salt"]) for row in read("visit") if row["month"] == month} for month in "39"}
    seen = [at["3"][patient] for patient in at["9"]]
    assert [row.level for row in result.coefficients] == [">50 to ≤90", ">90"]
    assert [row.n for row in result.coefficients] == [sum(50 < one <= 90 for one in seen), sum(one > 90 for one in seen)]


def test_an_interaction_with_a_landmark_is_read_in_either_order() -> None:
    terms = "sex=M;salt@3*10;sex*salt@3;age_years*10;salt@3*age_years"
    assert ";".join(term.to_text() for term in parse_terms(current(), terms)) == terms


def test_a_profile_names_a_landmark(reference: CohortStore) -> None:
    asked = Profile.from_text("salt@3=40")
    assert Profile.from_text(asked.to_text()) == asked
    found = what_if(reference, CohortFilter(), model_spec("sex=M;salt@3*10"), asked)
    assert [(one.variable, one.value) for one in found.settings] == [("sex", "F"), ("salt@3", "40")]
    assert found.risk is not None


@pytest.mark.parametrize("analysis", [held_patients, left_out_patterns, pattern_estimate])
def test_a_landmark_month_without_visits_is_refused_of_very_many_patients_too(
    reference: CohortStore, analysis: Callable[[CohortStore, Asked], object]
) -> None:
    spec = model_spec("sex=M;salt@12*10")
    question = Question(CohortFilter(), spec.endpoint, spec.month, spec.window)
    asked = Asked(question=question, terms=spec.terms, analysis_set=spec.analysis_set, improvement=False)
    with pytest.raises(RequestError, match="No visit of these data is nearest to month 12"):
        analysis(reference, asked)
