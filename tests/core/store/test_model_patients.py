"""Who stands behind the covariate patterns: the very patients that they count."""

from collections import Counter
from dataclasses import replace

import pytest

from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.store.model_patients import pattern_patients
from core.store.model_rows import covariate_patterns
from core.store.queries import Question
from tests.building import model_spec, read


@pytest.mark.parametrize("where", ["", "sex=F;age_years=18..40,missing", "age_years=119.."])
@pytest.mark.parametrize("improvement", [True, False])
def test_patients_taken_together_are_the_patterns(reference: CohortStore, where: str, improvement: bool) -> None:
    spec = model_spec("sex=M;age_years*10;duration_years:4=1")
    question = Question(CohortFilter.from_query(where), spec.endpoint, spec.month, spec.window)
    found = pattern_patients(reference, question, spec.terms, improvement=improvement)
    counted = Counter(one.pattern for one in found)
    patterns = covariate_patterns(reference, question, spec.terms, improvement=improvement)
    assert {replace(one, n=1): one.n for one in patterns} == counted
    assert len({one.patient_id for one in found}) == len(found)


def test_every_patient_is_there_once_with_the_values_of_the_table(reference: CohortStore) -> None:
    spec = model_spec("sex=M;age_years*10")
    question = Question(CohortFilter(), spec.endpoint, spec.month, spec.window)
    found = {one.patient_id: one.pattern.values for one in pattern_patients(reference, question, spec.terms, improvement=False)}
    assert found == {row["patient_id"]: (row["sex"], float(row["age_years"])) for row in read("patient")}


def test_a_month_without_visits_is_refused(reference: CohortStore) -> None:
    spec = model_spec("sex=M")
    with pytest.raises(RequestError, match="month 99"):
        pattern_patients(reference, Question(CohortFilter(), spec.endpoint, 99, 0.5), spec.terms, improvement=False)
