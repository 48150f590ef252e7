"""The what-if profile: predictions are those of R, patients alike are counted by hand, and nothing is told beyond the data."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.analysis.what_if import what_if
from core.catalogue import current
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.what_if import Profile, WhatIf
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.words.what_if import BEYOND, as_text, caption, method, rows
from tests.building import model_spec
from tests.core.analysis.test_adjusted import WHERES, R
from tests.test_reference_cohort import completers, tables  # noqa: F401  (fixtures)

TODAY = date(2026, 8, 1)
ASKED = (
    "aa_type=AU;sex=M;age_years=30;duration_years=0;atopic_dermatitis=0;ivmp_history=1;baseline_salt_band=95-100;"
    "baseline_clinro_eyebrow=1;baseline_clinro_eyelash=3"
)


def asked(store: CohortStore, profile: str = "", where: str = "", terms: str = "", **more: Any) -> WhatIf:
    return what_if(store, CohortFilter.from_query(where), model_spec(terms, **more), Profile.from_text(profile))


@pytest.mark.parametrize("estimator", ["ml", "firth"])
def test_a_prediction_with_its_limits_and_leverages_is_that_of_r(reference: CohortStore, estimator: str) -> None:
    found = asked(reference, ASKED, estimator=estimator)
    assert found.risk is not None
    assert [found.risk.value, found.risk.low, found.risk.high] == pytest.approx(R[estimator]["prediction"], abs=1e-8)
    assert [found.leverage, found.farthest] == pytest.approx(R[estimator]["leverage"], rel=1e-7)


def test_what_is_not_said_is_usual(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = asked(reference, "sex=M")
    usual = {one.variable: one.usual for one in found.settings}
    assert usual["aa_type"] == completers.aa_type.mode()[0]
    assert float(usual["age_years"]) == completers.age_years.sort_values().iloc[34]
    assert [one.variable for one in found.settings if one.value != one.usual] == ["sex"]
    whole = Profile(tuple((one.variable, one.value) for one in found.settings))
    assert Profile.from_text(whole.to_text()) == whole
    assert next(one for one in found.settings if one.variable == "sex").counts == (38, 32)


def test_the_patients_alike_are_those_that_are(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = asked(reference, "aa_type=AU;sex=F;age_years=40", terms="aa_type=OA;sex=M;age_years*1")
    near = next(one.near for one in found.settings if one.variable == "age_years")
    assert near == int(completers.age_years.std() / 2)
    matches = completers[
        (completers.aa_type == "AU") & (completers.sex == "F") & (abs(completers.age_years - 40) <= near)
    ].responder
    first = found.alike[0]
    assert (first.apart, first.n, first.events) == (0, len(matches), matches.sum())
    assert first.rate.method == "Wilson score"


def test_where_few_are_alike_the_nearest_who_are_not_few_stand_beside_them(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = asked(reference, "aa_type=AM;sex=M;age_years=66", terms="aa_type=OA;sex=M;age_years*1")
    few, some = found.alike
    assert few.apart == 0
    assert few.n < 5 <= some.n
    near = next(one.near for one in found.settings if one.variable == "age_years")
    like = (completers.aa_type == "AM").astype(int) + (completers.sex == "M") + (abs(completers.age_years - 66) <= near)
    assert (some.n, some.events) == ((like >= 3 - some.apart).sum(), completers.responder[like >= 3 - some.apart].sum())


@pytest.mark.parametrize(
    ("profile", "where", "said"),
    [
        ("age_years=90", "", "Age 90 years lies outside what was seen, 15 to 67 years. No number is given for it."),
        ("aa_type=diffuse", "", "None of the patients used has AA type 'diffuse'; those seen are AM, OA, AT and AU."),
        ("age_years=old", "", "Age needs a number."),
        ("aa_type=AM", "aa_type=OA,AT,AU", "None of the patients used has AA type 'AM'"),
    ],
)
def test_what_nobody_has_gets_words_and_no_number(reference: CohortStore, profile: str, where: str, said: str) -> None:
    found = asked(reference, profile, where)
    assert (found.risk, found.alike, rows(found)) == (None, (), [])
    assert said in caption(current(), found, TODAY).note


def test_a_combination_farther_out_than_any_patient_is_marked(reference: CohortStore) -> None:
    far = asked(reference, "aa_type=AM;age_years=66;baseline_clinro_eyebrow=3;baseline_clinro_eyelash=0")
    assert far.beyond
    assert far.leverage > far.farthest
    assert rows(far)[0][0] == "Predicted, farther out than any patient"
    assert BEYOND in caption(current(), far, TODAY).note
    near = asked(reference, ASKED)
    assert not near.beyond
    assert BEYOND not in caption(current(), near, TODAY).note


def test_an_interaction_of_levels_that_nobody_has_together_is_beyond_the_data(reference: CohortStore) -> None:
    terms = "aa_type=OA;baseline_salt_band=95-100;aa_type*baseline_salt_band"
    found = asked(reference, "aa_type=AU;baseline_salt_band=50-94", terms=terms)
    assert found.unseen == (("aa_type", "baseline_salt_band"),)
    assert found.beyond
    assert not asked(reference, "aa_type=AU;baseline_salt_band=95-100", terms=terms).unseen


def test_a_profile_of_another_model_is_refused_with_the_terms_there_are(reference: CohortStore) -> None:
    with pytest.raises(RequestError, match=r"no term height\. Choose the value of one of: aa_type, sex"):
        asked(reference, "height=180")


@pytest.mark.parametrize("text", ["sex", "=F", "sex=", "a b=1", "sex=F;sex=M", "x" * 3000])
def test_a_profile_that_cannot_be_read_says_how_to_write_one(text: str) -> None:
    with pytest.raises(RequestError, match=r"Write variable=value|more than once"):
        Profile.from_text(text)


def test_a_value_with_marks_of_its_own_survives_the_link() -> None:
    one = Profile((("site", "A; B=C & 1–2"), ("dose_mg", "4")))
    assert Profile.from_text(one.to_text()) == one


def test_the_text_for_a_terminal_names_the_profile_and_the_method(reference: CohortStore) -> None:
    said = as_text(current(), asked(reference, ASKED), TODAY)
    for part in ("AA type Universalis (AU); sex Male; age 30 years", "FLIC", "Patients alike in every term", "29/70, 41.4%"):
        assert part in said


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    where=st.lists(st.sampled_from(WHERES), min_size=1, max_size=2, unique_by=lambda one: one.split("=")[0]).map(";".join),
    estimator=st.sampled_from(["auto", "ml", "firth"]),
    data=st.data(),
)
def test_any_filter_and_any_profile_give_a_probability_or_words(
    reference: CohortStore, where: str, estimator: str, data: Any
) -> None:
    usual = asked(reference, where=where, estimator=estimator)
    values = [
        (one.variable, data.draw(st.sampled_from([level.value for level in one.levels]) if one.levels
                                 else st.floats(one.low, one.high).map(str)))
        for one in usual.settings
    ]  # fmt: skip
    found = what_if(reference, CohortFilter.from_query(where), model_spec(estimator=estimator), Profile(tuple(values)))
    plain(found)
    assert found.status == usual.status
    assert (found.risk is not None) == (found.status == "ok")
    if found.risk is not None:
        assert 0 <= (found.risk.low or 0) <= (found.risk.value or 0) <= (found.risk.high or 0) <= 1
    assert "nan" not in caption(current(), found, TODAY).note


def test_two_levels_that_nobody_has_together_are_named(reference: CohortStore) -> None:
    found = asked(reference, "aa_type=AU;baseline_salt_band=50-94")
    assert found.beyond
    assert found.unseen == (("aa_type", "baseline_salt_band"),)
    assert "Nobody has AA type Universalis (AU) with baseline SALT band 50–94, severe." in method(found)
